import ChatModels
import Evaluation
import JSON

/// Grades by how close the vectors of output and reference are.
struct EmbeddingSimilarity: Grader {
    private let model: any EmbeddingModel
    private let judge: String?
    private let metric: VectorMetric
    private let low: Double

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit
    let waits = true

    /// The version of how texts are taken and scores reckoned, written beside every score.
    static let version = "embedding_similarity/1"

    /// Creates a grader called `judge`; a `metric` of `low` counts as 0.
    init(model: any EmbeddingModel, judge: String?, metric: VectorMetric, low: Double) {
        self.model = model
        self.judge = judge
        self.metric = metric
        self.low = low
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        do throws(GradeFailure) {
            guard let output = sample.output?.plainText else { throw .missing(.output) }
            let references = try sample.references()
            guard !output.isEmpty, !references.contains("") else {
                throw GradeFailure(
                    code: .invalidInput, message: "the output or a reference is an empty text, which has no embedding")
            }
            var texts = [output]
            for reference in references where !texts.contains(reference) { texts.append(reference) }
            let reply = try await vectors(of: texts)
            var best: (value: Double, score: Double, reference: Int)?
            for (index, reference) in references.enumerated() {
                guard let place = texts.firstIndex(of: reference) else { continue }
                let value = try metric.value(reply.vectors[0], reply.vectors[place])
                let score = metric.score(value, from: low)
                if best.map({ score > $0.score }) ?? true { best = (value, score, index) }
            }
            guard let best else { throw .missing(.expected) }
            return .graded(grade(best, of: references.count, reply))
        } catch {
            return .failed(error)
        }
    }

    private func vectors(of texts: [String]) async throws(GradeFailure) -> EmbeddingReply {
        let terms = CallTerms.current
        var request = EmbeddingRequest(texts: texts, judge: judge)
        request.mayCall = terms?.mayCall ?? true
        request.sampleRate = terms?.sampleRate ?? 1
        request.asker = terms?.asker
        do throws(ChatModelError) {
            let reply = try await model.embed(request)
            guard reply.vectors.count == texts.count else {
                throw ChatModelError(
                    code: .malformedReply,
                    message: "model \(model.name) gave \(reply.vectors.count) vectors for \(texts.count) texts")
            }
            terms?.note(
                isKept: reply.keptVectors == texts.count, sampleRate: reply.sampleRate, asker: reply.asker)
            return reply
        } catch {
            terms?.noteMiss()
            throw GradeFailure(error)
        }
    }

    private func grade(
        _ best: (value: Double, score: Double, reference: Int), of count: Int, _ reply: EmbeddingReply
    ) -> Grade {
        var metadata: JSONObject = ["graderVersion": .string(Self.version), "model": .string(reply.model)]
        metadata["promptTokens"] = reply.promptTokens.map { .integer(Int64($0)) }
        metadata["cost"] = reply.cost.map { .number($0) }
        metadata["attempts"] = .integer(Int64(reply.attempts))
        if reply.keptVectors > 0 {
            metadata["cached"] = .bool(reply.keptVectors == reply.vectors.count)
            if reply.keptVectors < reply.vectors.count { metadata["cachedTexts"] = .integer(Int64(reply.keptVectors)) }
        }
        metadata[metric.rawValue] = .number(best.value)
        if count > 1 { metadata["reference"] = .integer(Int64(best.reference + 1)) }
        let name = ["cosine": "cosine", "dot": "dot product"][metric.rawValue] ?? "distance"
        let which = count > 1 ? " to reference \(best.reference + 1) of \(count), the closest" : ""
        let rounded = (best.value * 10_000).rounded() / 10_000
        return Grade(
            .numeric(best.score), comment: "\(name) \(JSONValue.number(rounded).text)\(which)", metadata: metadata)
    }
}
