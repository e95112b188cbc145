import ChatModels
import JSON
import Synchronization

/// A model that answers what it is told to, and remembers what it was asked.
final class ScriptedModel: ChatModel {
    typealias Answer = Result<ChatReply, ChatModelError>

    let name = "judge"
    let identity = "test/scripted"
    private let answer: @Sendable (_ request: ChatRequest, _ index: Int) -> Answer
    private let asked = Mutex<[ChatRequest]>([])

    /// A model that answers each request by `answer`, which is told how many came before.
    init(answering answer: @escaping @Sendable (_ request: ChatRequest, _ index: Int) -> Answer) {
        self.answer = answer
    }

    convenience init(_ answer: Answer) { self.init { _, _ in answer } }

    convenience init(_ text: String, finishReason: String? = "stop") {
        self.init(.text(text, finishReason: finishReason))
    }

    /// A model that gives `texts` one after the other, the last one for ever.
    convenience init(inTurn texts: [String]) { self.init { _, index in .text(texts[min(index, texts.count - 1)]) } }

    /// A model that answers whatever form it is asked for: a score by `score`, a list by `items`, and for each item of a
    /// list the first of the labels.
    convenience init(agreeing score: JSONValue, items: JSONValue = ["A claim."]) {
        self.init { request, _ in .text(Self.agreement(request, score, items).text) }
    }

    /// The requests so far.
    var requests: [ChatRequest] { asked.withLock { $0 } }

    func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        let index = asked.withLock {
            $0.append(request)
            return $0.count - 1
        }
        return try answer(request, index).get()
    }

    /// The reply of a model that agrees with everything.
    static func agreement(_ request: ChatRequest, _ score: JSONValue, _ items: JSONValue) -> JSONValue {
        switch request.responseSchema?.name {
        case "items": return ["items": items]
        case "verdicts":
            let item = request.responseSchema?.schema["properties"]?["verdicts"]?["items"]
            let label = item?["properties"]?["verdict"]?["enum"]?.array?.first ?? .null
            return [
                "verdicts": .array(
                    wantedIDs(request).map { ["id": .integer(Int64($0)), "reason": "because", "verdict": label] })
            ]
        case "ranking":
            return ["reason": "because", "ranking": .array(wantedIDs(request).map { .integer(Int64($0)) })]
        case "scores": return ["reason": "because", "scores": score]
        default: return ["reason": "because", "score": score]
        }
    }

    /// The ids a request wants verdicts on.
    static func wantedIDs(_ request: ChatRequest) -> [Int] {
        let marks = ["none twice: ", "也不重复："]
        for mark in marks {
            guard let line = request.messages.last?.content.split(separator: mark).last,
                request.messages.last?.content.contains(mark) == true
            else { continue }
            return line.prefix { $0.isNumber || ", ".contains($0) }.split(separator: ", ").compactMap { Int($0) }
        }
        return []
    }
}

extension ScriptedModel {
    /// A model that knows which of some texts are better, whatever order it is shown them in: it prefers the one of two,
    /// and ranks several, by their places in `texts`.
    convenience init(preferring texts: [String]) {
        self.init { request, _ in
            let prompt = request.messages.last?.content ?? ""
            let shown = Self.shown(texts, in: prompt)
            guard request.responseSchema?.name == "ranking" else {
                let isFirstBetter = shown.first == texts.first { shown.contains($0) }
                return .text((["reason": "because", "score": isFirstBetter ? "A" : "B"] as JSONValue).text)
            }
            let ranking = texts.compactMap { text in shown.firstIndex(of: text) }.map { $0 + 1 }
            let ids = JSONValue.array(ranking.map { .integer(Int64($0)) })
            return .text((["reason": "because", "ranking": ids] as JSONValue).text)
        }
    }

    /// Those of `texts` that stand in `prompt`, in the order in which they last do.
    private static func shown(_ texts: [String], in prompt: String) -> [String] {
        let places = texts.compactMap { text in
            prompt.ranges(of: text).last.map { (text, prompt.distance(from: prompt.startIndex, to: $0.lowerBound)) }
        }
        return places.sorted { $0.1 < $1.1 }.map(\.0)
    }
}

extension Result<ChatReply, ChatModelError> {
    /// A reply of this text.
    static func text(_ text: String, finishReason: String? = "stop", isRefusal: Bool = false) -> Self {
        .success(
            ChatReply(
                text: text, finishReason: finishReason, isRefusal: isRefusal, model: "scripted-1", promptTokens: 10))
    }
}
