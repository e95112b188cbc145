import CLibcurl

/// One libcurl easy handle with all that C points to while it works. It stays on the transport's thread and is used
/// for many requests, one after the other.
final class Transfer {
    /// The handle; freed with this object, after it has left the multi handle.
    let easy: UnsafeMutableRawPointer
    /// The request under way; nil between two.
    private(set) var submission: Submission?
    /// The group it is under way in; the group sets it.
    var group: TransferGroup?
    private let maximumHeaderBytes: Int
    private let errorText: UnsafeMutablePointer<CChar>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var requestBody: UnsafeMutableBufferPointer<UInt8>?
    private var headerBytes = 0
    private var headers: [(name: String, value: String)] = []
    private var body: [UInt8] = []
    private var tooLarge: TransferError?

    /// Makes a handle and sets what never changes.
    init(configuration: TransportConfiguration) throws(TransferError) {
        guard let easy = curl_easy_init() else {
            throw TransferError(code: .proto, message: "libcurl gave no handle; the process may be out of memory")
        }
        self.easy = easy
        maximumHeaderBytes = configuration.maximumHeaderBytes
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try apply(configuration)
        try setCallbacks(context: Unmanaged.passUnretained(self).toOpaque(), errorText: errorText)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        requestBody?.deallocate()
        errorText.deallocate()
    }

    /// Loads the request of `submission`.
    func begin(_ submission: Submission, now: MonotonicTime) throws(TransferError) {
        self.submission = submission
        errorText[0] = 0
        let request = submission.request
        if let bytes = request.body, !bytes.isEmpty {
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
            _ = copy.initialize(from: bytes)
            requestBody = copy
        }
        try set(url: request.url)
        try set(method: request.method, body: requestBody, hasBody: request.body != nil)
        headerList = try makeHeaderList(request)
        try set(headers: headerList)
        // Zero would mean no limit.
        try set(timeoutMilliseconds: max(1, submission.deadline.milliseconds(from: now)))
    }

    /// Unloads the request and returns what became of it.
    func end(_ result: CURLcode) -> Result<ClientResponse, TransferError> {
        defer { clear() }
        guard let submission else {
            return .failure(TransferError(code: .proto, message: "a transfer ended that had no request"))
        }
        if let tooLarge { return .failure(tooLarge) }
        guard result == CURLE_OK else {
            if let refusal = proxyRefusal(submission) { return .failure(refusal) }
            let detail = errorText[0] != 0 ? String(cString: errorText) : String(cString: curl_easy_strerror(result))
            return .failure(
                TransferError(
                    result, host: submission.target.authority, detail: detail,
                    timeout: submission.request.timeout.description))
        }
        var status = 0
        shim_curl_easy_getinfo_long(easy, CURLINFO_RESPONSE_CODE, &status)
        return .success(ClientResponse(status: status, headers: headers, body: body))
    }

    /// What the proxy said when it made no way through; nil when it did, or was not asked to.
    private func proxyRefusal(_ submission: Submission) -> TransferError? {
        var status = 0
        shim_curl_easy_getinfo_long(easy, CURLINFO_HTTP_CONNECTCODE, &status)
        guard status != 0, !(200..<300).contains(status) else { return nil }
        let cure = status == 407 ? "; check the proxy's `username` and `password`" : ""
        return TransferError(
            code: .connect,
            message: "the proxy lets nobody through to \(submission.target.authority): it answered \(status)\(cure)")
    }

    /// Drops the request and everything that belongs to it.
    func clear() {
        submission = nil
        // curl must not keep pointers into what is freed here.
        _ = shim_curl_easy_setopt_pointer(easy, CURLOPT_HTTPHEADER, nil)
        _ = shim_curl_easy_setopt_pointer(easy, CURLOPT_POSTFIELDS, nil)
        curl_slist_free_all(headerList)
        headerList = nil
        requestBody?.deallocate()
        requestBody = nil
        headerBytes = 0
        headers = []
        body = []
        tooLarge = nil
    }

    /// Takes a piece of the body; false refuses it and ends the transfer.
    func receive(body piece: UnsafeRawBufferPointer) -> Bool {
        guard let submission else { return false }
        let limit = submission.request.maximumResponseBytes
        guard piece.count <= limit - body.count else {
            refuse("the answer of \(submission.target.authority) is longer than \(limit) bytes")
            return false
        }
        body.append(contentsOf: piece)
        return true
    }

    /// Takes one line of the header section; false refuses it and ends the transfer.
    func receive(header line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= maximumHeaderBytes else {
            let host = submission?.target.authority ?? ""
            refuse("the header fields of the answer of \(host) are longer than \(maximumHeaderBytes) bytes")
            return false
        }
        // A status line starts anew: what came before belonged to an interim answer such as 100.
        if line.starts(with: "HTTP/".utf8) { headers.removeAll(keepingCapacity: true) }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let name = String(decoding: UnsafeRawBufferPointer(rebasing: line[..<colon]), as: UTF8.self)
        headers.append((name, Self.trimmed(line[(colon + 1)...])))
        return true
    }

    private func refuse(_ message: String) {
        tooLarge = TransferError(code: .responseTooLarge, message: message)
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[first...last]), as: UTF8.self)
    }
}
