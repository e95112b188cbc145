import ChatModels
import Evaluation
import JSON
import Synchronization
import Testing

@testable import Judges

/// A model that has the vectors it is given, and remembers what it was asked.
private final class ScriptedVectors: EmbeddingModel {
    let name = "judge"
    private let answer: @Sendable ([String]) -> Result<EmbeddingReply, ChatModelError>
    private let asked = Mutex<[EmbeddingRequest]>([])

    init(_ answer: @escaping @Sendable ([String]) -> Result<EmbeddingReply, ChatModelError>) { self.answer = answer }

    convenience init(_ vectors: [String: [Float]]) {
        self.init { texts in
            .success(
                EmbeddingReply(vectors: texts.map { vectors[$0] ?? [1] }, model: "v-1", promptTokens: 7, cost: 0.5))
        }
    }

    var requests: [EmbeddingRequest] { asked.withLock { $0 } }

    func embed(_ request: EmbeddingRequest) async throws(ChatModelError) -> EmbeddingReply {
        asked.withLock { $0.append(request) }
        return try answer(request.texts).get()
    }
}

/// Two vectors, how they are compared, and what comes of it.
struct VectorCase: Sendable, CustomTestStringConvertible {
    var parameters: JSONObject = [:]
    var output: [Float]
    var expected: [Float]
    var score: Double
    var testDescription: String

    static let all: [VectorCase] = [
        .init(output: [3, 4], expected: [6, 8], score: 1, testDescription: "length does not count for the cosine"),
        .init(output: [1, 0], expected: [0, 2], score: 0, testDescription: "a right angle"),
        .init(output: [1, 0], expected: [-1, 0], score: 0, testDescription: "opposite, cut off"),
        .init(output: [3, 4], expected: [4, 3], score: 0.96, testDescription: "24/25"),
        .init(
            parameters: ["rescale_min": -1], output: [1, 0], expected: [0, 1], score: 0.5,
            testDescription: "all of the range"),
        .init(
            parameters: ["rescale_min": 0.7], output: [3, 4], expected: [4, 3], score: 0.26 / 0.3,
            testDescription: "(0.96 - 0.7) / 0.3"),
        .init(
            parameters: ["rescale_min": 0.7], output: [1, 1], expected: [1, 0], score: 0.0071067811865476 / 0.3,
            testDescription: "just above the floor"),
        .init(
            parameters: ["rescale_min": 0.75], output: [1, 1], expected: [1, 0], score: 0,
            testDescription: "below the floor"),
        .init(
            parameters: ["metric": "dot"], output: [1, 0], expected: [0.5, 0.8660254], score: 0.5,
            testDescription: "the product of vectors of length 1"),
        .init(
            parameters: ["metric": "euclidean"], output: [1, 2], expected: [4, 6], score: 1.0 / 6,
            testDescription: "a distance of 5"),
        .init(
            parameters: ["metric": "euclidean"], output: [1, 2], expected: [1, 2], score: 1,
            testDescription: "no distance"),
        .init(
            output: [3e38, 3e38], expected: [1e-30, 1e-30], score: 1,
            testDescription: "squares that no float holds"),
    ]
}

@Suite struct EmbeddingSimilarityTests {
    private func grade(_ parameters: JSONObject, _ model: any EmbeddingModel, _ sample: Sample) async throws
        -> GradeOutcome
    {
        await (try judge("embedding_similarity", parameters, model: ScriptedModel(""), embeddings: model)).grade(sample)
    }

    @Test(arguments: VectorCase.all) func `Vectors are compared by the metric`(_ vectors: VectorCase) async throws {
        let model = ScriptedVectors(["out": vectors.output, "ref": vectors.expected])
        let sample = Sample.make(output: "out", expected: "ref")
        let outcome = try await grade(vectors.parameters, model, sample)
        let value = try #require(outcome.grade?.value.number)
        #expect(abs(value - vectors.score) < 1e-6)
    }

    @Test func `The closest of several references counts, and one request holds all texts once`() async throws {
        let model = ScriptedVectors(["out": [1, 0], "far": [0, 1], "near": [1, 0.1]])
        let sample = Sample.make(output: "out", expected: ["far", "near", "far"])
        let grade = try #require(try await grade([:], model, sample).grade)
        #expect(try #require(grade.value.number) > 0.99)
        #expect(grade.metadata["reference"] == 2)
        #expect(model.requests == [EmbeddingRequest(texts: ["out", "far", "near"], judge: "tone")])
    }

    @Test func `The metadata tells model, tokens, cost and the closeness itself`() async throws {
        let model = ScriptedVectors(["out": [1, 0], "ref": [-3, 4]])
        let metadata = try #require(
            try await grade([:], model, .make(output: "out", expected: "ref")).grade?.metadata)
        #expect(metadata["model"] == "v-1" && metadata["promptTokens"] == 7 && metadata["cost"] == 0.5)
        #expect(abs((metadata["cosine"]?.double ?? 0) + 0.6) < 1e-9)
        #expect(metadata["graderVersion"] == .string(EmbeddingSimilarity.version))
    }

    @Test(arguments: ChatModelError.Code.allCases)
    func `No fault of a model ends in a number`(_ code: ChatModelError.Code) async throws {
        let model = ScriptedVectors { _ in .failure(ChatModelError(code: code, message: "no")) }
        let outcome = try await grade([:], model, .make(output: "out", expected: "ref"))
        #expect(outcome.grade == nil)
        #expect(outcome.failure?.code == GradeFailure(ChatModelError(code: code, message: "no")).code)
    }

    @Test func `Products of vectors that are not of length 1 are no score`() async throws {
        let model = ScriptedVectors(["out": [3, 4], "ref": [1, 0]])
        let outcome = try await grade(["metric": "dot"], model, .make(output: "out", expected: "ref"))
        #expect(outcome.failure?.code == .invalidInput)
    }

    @Test func `Too few vectors are a failure`() async throws {
        let model = ScriptedVectors { _ in .success(EmbeddingReply(vectors: [[1]], model: "m")) }
        let outcome = try await grade([:], model, .make(output: "out", expected: "ref"))
        #expect(outcome.failure?.code == .unparseable)
    }

    @Test(arguments: [("", "ref"), ("out", "")] as [(JSONValue, JSONValue)])
    func `An empty text has no vector and is a failure`(_ output: JSONValue, _ expected: JSONValue) async throws {
        let model = ScriptedVectors([:])
        let outcome = try await grade([:], model, .make(output: output, expected: expected))
        #expect(outcome.failure?.code == .invalidInput && model.requests.isEmpty)
    }

    @Test func `A model of another provider, an unknown one and a floor for distances are refused`() throws {
        let kind = try #require(
            JudgeCatalogue.kinds(models: ["chat": ScriptedModel("")], embeddings: ["vectors": ScriptedVectors([:])])
                .first { $0.name == "embedding_similarity" })
        for (parameters, words) in [
            (["model": "chat"] as JSONObject, "these have: vectors"), (["model": "gone"], "no model is called `gone`"),
            (["model": "vectors", "metric": "euclidean", "rescale_min": 0.5], "belongs to `cosine` and `dot`"),
        ] {
            var reader = JSONReader(parameters, at: "/graders/0")
            let error = #expect(throws: JSONReadError.self) {
                try kind.make(&reader, GraderResources(graderName: "x", modelNames: ["chat", "vectors"]))
            }
            #expect(error?.message.contains(words) == true)
        }
    }
}
