import CLibmicrohttpd

/// A request on its way in: first everything before the body, copied out of libmicrohttpd's memory in one pass and
/// held against the rules, then the body as well.
///
/// It is moved, never copied: a copy would count every reference in it up and down again.
struct RequestHead: ~Copyable {
    /// The request so far.
    var request: HTTPRequest
    /// The announced length of the body; nil without Content-Length.
    private(set) var contentLength: Int?
    /// Whether the body comes in chunks of its own telling.
    private(set) var isChunked = false
    /// The first rule the head breaks.
    private(set) var refusal: Refusal?
    private var hosts = 0

    /// Takes over the line of a request.
    init(method: UnsafePointer<CChar>, path: UnsafePointer<CChar>, peer: Connection) {
        let encodedPath = String(cString: path)
        request = HTTPRequest(
            method: String(cString: method), path: PercentEncoding.decode(encodedPath), encodedPath: encodedPath,
            peerAddress: peer.address, isLoopback: peer.isLoopback)
    }

    /// Copies the header fields and query arguments of the request that `connection` is at.
    mutating func read(_ connection: OpaquePointer) {
        request.headers.reserve(bytes: shim_MHD_get_request_header_size(connection), fields: 12)
        withUnsafeMutablePointer(to: &self) { _ = shim_MHD_get_connection_values_n(connection, copyValue, $0) }
        if contentLength != nil, isChunked { refusal = .lengthAndTransferEncoding }
    }

    /// Whether a body follows the head.
    var announcesBody: Bool { isChunked || (contentLength ?? 0) > 0 }

    fileprivate mutating func addArgument(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        request.query.append((PercentEncoding.decode(name), PercentEncoding.decode(value)))
    }

    fileprivate mutating func addHeader(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        name.withMemoryRebound(to: UInt8.self) { name in
            value.withMemoryRebound(to: UInt8.self) { request.headers.append(name: name, value: $0) }
        }
        // A parser that lets blanks into a name reads another message than one that does not (RFC 9112, 5.1).
        guard let first = name.first, let last = name.last, first > 0x20, last > 0x20 else {
            refusal = .malformed("a header field name is empty or has blanks around it")
            return
        }
        switch name.count {
        case 4 where name.matches("host"):
            hosts += 1
            if hosts > 1 { refusal = .malformed("there is more than one Host") }
        case 6 where name.matches("expect"):
            if !value.matches("100-continue") { refusal = .expectationFailed }
        case 14 where name.matches("content-length"):
            takeContentLength(value)
        case 17 where name.matches("transfer-encoding"):
            if isChunked || !value.matches("chunked") { refusal = .unsupportedTransferEncoding }
            isChunked = true
        default:
            break
        }
    }

    private mutating func takeContentLength(_ value: UnsafeRawBufferPointer) {
        var length = 0
        var isNumber = !value.isEmpty && contentLength == nil
        for byte in value where isNumber {
            let digit = Int(byte) - 0x30
            let (product, overflow) = length.multipliedReportingOverflow(by: 10)
            isNumber = (0...9).contains(digit) && !overflow && product <= Int.max - 9
            length = isNumber ? product + digit : 0
        }
        if !isNumber { refusal = .malformedContentLength }
        contentLength = length
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are `text`, which is in lower case, when case is ignored in ASCII letters.
    fileprivate func matches(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count {
            let byte = self[index]
            let lowered = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if lowered != text.utf8Start[index] { return false }
        }
        return true
    }
}

/// Called for every header field and query argument; the context is the `RequestHead` being filled.
private func copyValue(
    context: UnsafeMutableRawPointer?, kind: MHD_ValueKind, name: UnsafePointer<CChar>?, nameLength: Int,
    value: UnsafePointer<CChar>?, valueLength: Int
) -> MHD_Result {
    guard let head = context?.assumingMemoryBound(to: RequestHead.self) else { return .NO }
    let name = UnsafeRawBufferPointer(start: name, count: name == nil ? 0 : nameLength)
    let value = UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueLength)
    if kind == .GET_ARGUMENT_KIND {
        head.pointee.addArgument(name, value)
    } else {
        head.pointee.addHeader(name, value)
    }
    return .YES
}
