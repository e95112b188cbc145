import ChatModels
import Evaluation

extension GradeFailure {
    /// The failure of a judge whose model gave no reply.
    init(_ error: ChatModelError) {
        let code: Code =
            switch error.code {
            case .timeout: .timeout
            case .rateLimited: .rateLimited
            case .unauthorized: .auth
            case .quotaExhausted: .budget
            case .contextTooLong: .contextTooLong
            case .refused: .refused
            case .invalidRequest: .invalidInput
            case .unavailable, .notKept, .cancelled: .unavailable
            case .malformedReply: .unparseable
            }
        // A cancelled call says nothing about the sample: it may be judged after the restart.
        self.init(
            code: code, message: error.message, retryAfter: error.retryAfter,
            isTransient: error.isTransient || error.code == .cancelled)
    }
}
