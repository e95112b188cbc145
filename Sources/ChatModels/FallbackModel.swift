/// A model with others that are asked in its place when it does not answer. The reply says which one did.
///
/// The next one is asked when the one before is away, too slow, out of its rate or quota, or does not know the key. It is
/// not asked what the one before refused or could not answer, and not for a prompt that was too long: then the length of
/// a text would decide who judges it, and long texts would be measured by another yardstick than short ones. Nor is it for
/// a request that may not call: that nothing is kept of the one before does not make it this one's turn.
package struct FallbackModel: ChatModel {
    private let first: any ChatModel
    private let others: [any ChatModel]

    /// Puts `others` behind `first`, in the order they are asked.
    package init(_ first: any ChatModel, fallbacks others: [any ChatModel]) {
        self.first = first
        self.others = others
    }

    package var name: String { first.name }
    package var identity: String { first.identity }

    package func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        var errors: [ChatModelError] = []
        for model in [first] + others {
            do throws(ChatModelError) {
                return try await model.complete(request)
            } catch {
                errors.append(error)
                guard error.code.isOthersTurn else { break }
            }
        }
        throw Self.summary(of: errors)
    }

    /// One error for all: of one that may pass, with the shortest wait among these, else the last one.
    private static func summary(of errors: [ChatModelError]) -> ChatModelError {
        let passing = errors.filter(\.isTransient)
        let isFinal = errors.last.map { !$0.code.isOthersTurn } ?? true
        let code = (isFinal ? nil : passing.first?.code) ?? errors.last?.code ?? .unavailable
        return ChatModelError(
            code: code, message: errors.map(\.message).joined(separator: "; "),
            retryAfter: isFinal ? errors.last?.retryAfter : passing.compactMap(\.retryAfter).min())
    }
}

extension ChatModelError.Code {
    /// Whether another model may well answer the same request.
    fileprivate var isOthersTurn: Bool {
        switch self {
        case .unavailable, .timeout, .rateLimited, .quotaExhausted, .unauthorized: true
        case .contextTooLong, .refused, .invalidRequest, .malformedReply, .notKept, .cancelled: false
        }
    }
}
