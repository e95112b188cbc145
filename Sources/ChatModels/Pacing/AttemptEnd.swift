import HTTPClient
import Timing

/// How one attempt ended, as far as the next ones depend on it.
struct AttemptEnd: Sendable, Equatable {
    /// What it says about the server.
    enum Kind: Sendable {
        /// It does its work, be the answer a refusal of this request.
        case answered
        /// It is there, and was asked too often: 429.
        case rateLimited
        /// It has too much to do: 503, 529.
        case overloaded
        /// No answer in time.
        case timedOut
        /// It is away or broken.
        case failed
        /// Nothing: the call was given up, or had too little time to say more.
        case abandoned
    }

    /// What it says about the server.
    var kind: Kind
    /// How long nobody is to call; nil when nothing says so.
    var wait: Duration?
    /// The tokens the attempt cost; nil when that is not known.
    var tokens: Int?
    /// What happened, in a word or two.
    var reason = ""

    /// Whether it says that less should be asked at a time.
    var isOverload: Bool { kind == .rateLimited || kind == .overloaded || kind == .timedOut }
    /// Whether it says that the server may be away.
    var isOutage: Bool { kind == .overloaded || kind == .timedOut || kind == .failed }
}

extension AttemptEnd {
    /// The longest wait for a limit that is used up while the answer itself was no refusal: what the fields tell is when
    /// the limit is whole again, and a part of it is back long before.
    private static let longestForesight = Duration.seconds(10)

    /// Sorts an answer.
    init(_ answer: some PacedAnswer, headers: RateLimitHeaders) {
        let foresight = headers.exhaustedFor.map { min($0, Self.longestForesight) }
        guard let fault = answer.fault else {
            self.init(kind: .answered, wait: foresight, tokens: answer.tokens)
            return
        }
        let kind = Self.kind(of: fault)
        self.init(
            kind: kind, wait: fault.code.isTransient ? fault.wait(headers) : foresight,
            tokens: kind == .timedOut ? nil : 0, reason: "answered \(fault.status)")
    }

    /// Sorts a failed transfer; `hadTime` says whether a time-out was the server's doing.
    init(_ error: TransferError, hadTime: Bool) {
        switch error.code {
        case .timeout: self.init(kind: hadTime ? .timedOut : .abandoned)
        case .nameResolution, .connect, .tls: self.init(kind: .failed, tokens: 0)
        case .connectionLost, .proto: self.init(kind: .failed)
        case .responseTooLarge: self.init(kind: .answered)
        case .invalidURL, .cancelled, .shutdown: self.init(kind: .abandoned)
        }
        reason = error.code.rawValue
    }

    private static func kind(of fault: ProviderFault) -> Kind {
        switch fault.code {
        case .rateLimited: .rateLimited
        case .timeout: .timedOut
        // 529 is "overloaded" with Anthropic.
        case .unavailable: fault.status == 503 || fault.status == 529 ? .overloaded : .failed
        default: .answered
        }
    }
}

extension ProviderFault {
    /// How long the provider says to wait, in whatever words; nil when it does not.
    func wait(_ headers: RateLimitHeaders) -> Duration? { headers.retryAfter ?? retryAfter ?? headers.exhaustedFor }
}
