/// What a request must keep to before any of it reaches libcurl.
enum RequestRules {
    /// Checks method and header fields, so that no value can smuggle in a line of its own.
    ///
    /// - Throws: `TransferError` with `.invalidURL`; the message names the field, never its value.
    static func check(_ request: ClientRequest, _ target: RequestTarget) throws(TransferError) {
        guard !request.method.isEmpty, request.method.utf8.allSatisfy(isToken) else {
            throw TransferError(
                code: .invalidURL, message: "the method of the request to \(target.authority) is no token")
        }
        for (name, value) in request.headers {
            guard !name.isEmpty, name.utf8.allSatisfy(isToken) else {
                throw TransferError(
                    code: .invalidURL,
                    message: "a header field of the request to \(target.authority) has an invalid name")
            }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw TransferError(
                    code: .invalidURL,
                    message: "the header field \(name) of the request to \(target.authority) has a control character")
            }
        }
    }

    // RFC 9110, 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
        default: false
        }
    }
}
