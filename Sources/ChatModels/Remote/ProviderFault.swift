/// What a provider said about a request it did not serve, in the words of no provider.
struct ProviderFault: Sendable, Equatable {
    /// The status of the answer, or the one the body names when the answer itself says 200.
    var status: Int
    /// The provider's name for the fault, e.g. `insufficient_quota`; nil when it gave none that is fit for messages.
    var name: String?
    /// What it amounts to.
    var code: ChatModelError.Code
    /// The optional part of the request that the model does not take, when that is what is wrong.
    var refusedPart: RequestDialect.Part?
    /// When to come back, when the body says so and no header field does.
    var retryAfter: Duration?

    /// Creates a fault; without a `code` the status decides. A `name` that is long, that has anything but letters, digits,
    /// `_`, `-` and `.`, or that only repeats the status is left out: it could be the prompt or the key.
    init(
        status: Int, name: String = "", code: ChatModelError.Code? = nil, refusedPart: RequestDialect.Part? = nil,
        retryAfter: Duration? = nil
    ) {
        self.status = status
        self.name = Self.isPrintable(name) && name != String(status) ? name : nil
        self.code = code ?? Self.code(of: status)
        self.refusedPart = refusedPart
        self.retryAfter = retryAfter
    }

    private static func code(of status: Int) -> ChatModelError.Code {
        switch status {
        case 401, 403: .unauthorized
        case 402: .quotaExhausted
        case 408, 504: .timeout
        case 429: .rateLimited
        case 413: .contextTooLong
        case 300..<500: .invalidRequest
        default: .unavailable
        }
    }

    private static func isPrintable(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x5F || byte == 0x2D || byte == 0x2E
        }
        return !name.isEmpty && name.utf8.count <= 48 && isPlain
    }
}
