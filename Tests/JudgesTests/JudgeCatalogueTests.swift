import ChatModels
import Evaluation
import JSON
import Judges
import Testing

@Suite struct JudgeCatalogueTests {
    static let names = JudgeCatalogue.kinds(models: [:]).map(\.name)

    private func kind(_ name: String) throws -> GraderKind {
        try #require(JudgeCatalogue.kinds(models: [:]).first { $0.name == name })
    }

    /// What the model has to say so that `value` comes out of a grader of `kind`.
    private func score(for value: ScoreValue, _ kind: String, _ parameters: JSONObject) -> JSONValue {
        if let label = parameters["passing_labels"]?.array?.first { return label }
        return switch (kind, value) {
        case ("factuality", _): "B"
        case ("g_eval", .numeric(let number)): .number(number * 10)
        case (_, .categorical("order, words")): ["words", "order"]
        default: value.json
        }
    }

    /// The model that makes `value` come out of an example of `kind`.
    private func model(for value: ScoreValue, _ kind: String, _ parameters: JSONObject) -> ScriptedModel {
        switch (kind, value) {
        case ("pairwise", .numeric(0)): ScriptedModel(preferring: ["Goethe wrote it.", "I am not sure."])
        case ("pairwise", _): ScriptedModel(agreeing: "tie")
        case ("rank", _): ScriptedModel(preferring: ["Goethe.", "Schiller.", "I am not sure."])
        default: ScriptedModel(agreeing: score(for: value, kind, parameters))
        }
    }

    @Test(arguments: names)
    func `Every kind documents itself, and its examples hold`(_ name: String) async throws {
        let kind = try kind(name)
        #expect(!kind.summary.isEmpty && !kind.formula.isEmpty && !kind.examples.isEmpty)
        #expect(kind.parameters.allSatisfy { !$0.summary.isEmpty && !$0.type.isEmpty })
        #expect(Set(kind.parameters.map(\.name)).count == kind.parameters.count)
        for example in kind.examples {
            let value = try #require(example.value)
            for language in ["en", "zh"] {
                // The model says what the example promises; the rest is up to the judge.
                let model = model(for: value, name, example.parameters)
                var parameters = example.parameters
                if name != "embedding_similarity" { parameters["language"] = .string(language) }
                let judge = try judge(name, parameters, model: model)
                let grade = await judge.grade(try .make(trace: example.trace)).grade
                #expect(grade?.value == value)
                #expect(grade?.metadata["graderVersion"]?.string?.hasPrefix("\(name)/") == true)
            }
        }
    }

    @Test(arguments: names)
    func `On the mock model every example is a value on its scale`(_ name: String) async throws {
        for example in try kind(name).examples {
            for votes in [.null, ["n": 3, "rule": "majority", "tie": "first"]] as [JSONValue] {
                var parameters = example.parameters
                if !votes.isNull {
                    if name == "embedding_similarity" { continue }
                    parameters["votes"] = votes
                }
                let judge = try judge(name, parameters, model: MockChatModel(name: "judge"))
                let outcome = await judge.grade(try .make(trace: example.trace))
                let value = try #require(outcome.grade?.value, "\(outcome)")
                switch judge.scale.kind {
                case .numeric(let range): #expect(range.contains(try #require(value.number)))
                case .boolean: #expect(value.dataType == "BOOLEAN")
                case .categorical(let labels):
                    guard case .categorical(let label) = value else { break }
                    #expect(label.split(separator: ", ").allSatisfy { labels.contains(String($0)) })
                case .unbounded: Issue.record("no judge is unbounded")
                }
            }
        }
    }

    /// A model that tells everything there is to tell of a call.
    private struct Telling: ChatModel {
        let model: ScriptedModel
        let name = "judge"
        let identity = "test/telling"
        func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
            var reply = try await model.complete(request)
            reply.completionTokens = 5
            reply.cost = 0.001
            return reply
        }
    }

    @Test(arguments: names.filter { $0 != "embedding_similarity" })
    func `Every score says who judged, by what, and what it took`(_ name: String) async throws {
        let example = try #require(try kind(name).examples.first)
        for votes in [nil, 3] as [JSONValue?] {
            let model = model(for: try #require(example.value), name, example.parameters)
            var parameters = example.parameters
            parameters["language"] = "zh"
            parameters["votes"] = votes
            let judge = try judge(name, parameters, model: Telling(model: model))
            let metadata = try #require(await judge.grade(try .make(trace: example.trace)).grade?.metadata)
            // Steps that were written for all samples are no part of one.
            let calls = model.requests.count
            #expect(metadata["graderVersion"]?.string?.hasPrefix("\(name)/") == true)
            #expect(metadata["language"] == "zh")
            #expect(metadata["model"] == "scripted-1")
            #expect(metadata["promptHash"]?.string?.isEmpty == false)
            #expect(metadata["promptTokens"] == .integer(Int64(10 * calls)))
            #expect(metadata["completionTokens"] == .integer(Int64(5 * calls)))
            #expect(metadata["attempts"] == .integer(Int64(calls)))
            #expect(abs(try #require(metadata["cost"]?.double) - 0.001 * Double(calls)) < 1e-12)
            #expect(calls == 1 ? true : metadata["calls"] == .integer(Int64(calls)))
            #expect((metadata["votes"] == nil) == (votes == nil))
        }
    }

    @Test func `Names and aliases belong to one kind each`() {
        let names = JudgeCatalogue.kinds(models: [:]).flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        #expect(Self.names.count > 30)
    }

    @Test(arguments: names)
    func `Every parameter a kind documents is read`(_ name: String) throws {
        let kind = try kind(name)
        let common: Set = ["name", "kind", "type", "score_name", "map", "threshold", "invert", "score_config"]
        #expect(common.isDisjoint(with: kind.parameters.map(\.name)))
        for parameter in kind.parameters {
            var parameters = try #require(kind.examples.first).parameters
            parameters[parameter.name] = [[]]
            let error = #expect(throws: JSONReadError.self, "\(parameter.name)") {
                try judge(name, parameters, model: ScriptedModel(""))
            }
            #expect(error?.pointer.hasPrefix("/graders/0/\(parameter.name)") == true)
        }
    }

    @Test(arguments: names)
    func `A sample without anything is a failure or a skip, and the model is not asked`(_ name: String) async throws {
        let model = ScriptedModel(agreeing: 1)
        let judge = try judge(name, try #require(try kind(name).examples.first).parameters, model: model)
        let outcome = await judge.grade(Sample(output: nil, trace: Trace(id: "t")))
        #expect(outcome.isSkipped || outcome.failure?.code == .missingInput)
        #expect(model.requests.isEmpty)
    }

    @Test(arguments: names)
    func `A kind says which prompts it uses, with version and hash`(_ name: String) throws {
        guard !["llm_judge", "embedding_similarity"].contains(name) else { return }
        let hashes = try kind(name).formula.matches(of: /version \d+ \(en [0-9a-f]{16}, zh [0-9a-f]{16}\)/)
        #expect(!hashes.isEmpty)
    }
}
