import CLibcurl

extension TransferError {
    /// Translates libcurl's result for a transfer to `host`. `detail` is libcurl's own sentence.
    init(_ result: CURLcode, host: String, detail: String, timeout: String) {
        let code = Self.code(of: result)
        switch code {
        case .timeout:
            self.init(code: code, message: "\(host) did not answer within \(timeout)")
        case .nameResolution:
            self.init(code: code, message: "the name of \(host) cannot be resolved; check the URL and the DNS")
        case .connect:
            self.init(code: code, message: "cannot connect to \(host): \(detail)")
        case .tls:
            self.init(code: code, message: "no trusted TLS connection to \(host): \(detail)")
        case .connectionLost:
            self.init(code: code, message: "\(host) closed the connection before the answer was complete")
        case .invalidURL:
            self.init(code: code, message: "the URL for \(host) is not valid: \(detail)")
        default:
            self.init(code: code, message: "the exchange with \(host) failed: \(detail)")
        }
    }

    private static func code(of result: CURLcode) -> Code {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .nameResolution
        case CURLE_COULDNT_CONNECT: .connect
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_SHUTDOWN_FAILED:
            .tls
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .invalidURL
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: .connectionLost
        default: .proto
        }
    }
}
