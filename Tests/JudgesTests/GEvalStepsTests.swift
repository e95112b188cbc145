import ChatModels
import Evaluation
import JSON
import Synchronization
import TestSupport
import Testing
import Timing

@testable import Judges

@Suite struct GEvalStepsTests {
    private static let steps = #"{"items": ["Look.", "Compare."]}"#
    private static let lively: JSONObject = ["criteria": "It is lively.", "weighting": "none"]

    /// A model that is called `name`, and known to its provider as `identity`.
    private struct Served: ChatModel {
        var name: String
        var identity: String
        var model: any ChatModel

        func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
            try await model.complete(request)
        }
    }

    private static func writings(_ model: ScriptedModel) -> Int {
        model.requests.count { $0.responseSchema?.name == "items" }
    }

    @Test func `The same question has its steps written once, whoever asks and however the answer is drawn`()
        async throws
    {
        let model = ScriptedModel(agreeing: 7)
        let library = StepLibrary()
        let changes: [(String, JSONValue)] = [
            ("weighting", "none"), ("temperature", 1), ("seed", 5), ("max_tokens", 900), ("max", 20),
            ("rubric", ["0: bad"]),
        ]
        for (key, value) in changes {
            var parameters = Self.lively
            parameters[key] = value
            let judge = try judge("g_eval", parameters, model: model, steps: library)
            #expect(await judge.grade(.make()).grade != nil)
        }
        let renamed = Served(name: "other", identity: model.identity, model: model)
        #expect(await (try judge("g_eval", Self.lively, model: renamed, steps: library)).grade(.make()).grade != nil)
        #expect(Self.writings(model) == 1)
    }

    @Test(
        arguments: [
            ("language", "zh"), ("criteria", "Other."), ("fields", "output"), ("system", "You are an examiner."),
        ] as [(String, JSONValue)])
    func `Another question has steps of its own`(_ key: String, _ value: JSONValue) async throws {
        let model = ScriptedModel(agreeing: 7)
        let library = StepLibrary()
        var other = Self.lively
        other[key] = value
        for parameters in [Self.lively, other] {
            #expect(await (try judge("g_eval", parameters, model: model, steps: library)).grade(.make()).grade != nil)
        }
        #expect(Self.writings(model) == 2)
    }

    @Test func `Another model behind the same name has steps of its own`() async throws {
        let model = ScriptedModel(agreeing: 7)
        let library = StepLibrary()
        for identity in ["openai/small", "openai/large", "openai/small"] {
            let served = Served(name: "judge", identity: identity, model: model)
            #expect(await (try judge("g_eval", Self.lively, model: served, steps: library)).grade(.make()).grade != nil)
        }
        #expect(Self.writings(model) == 2)
    }

    @Test func `Steps that are kept hold after a restart, whatever the model would write by then`() async throws {
        let store = KeptSteps()
        let clock = ManualClock()
        var hashes: [JSONValue?] = []
        for items in [["Look.", "Compare."], ["Something else."]] as [JSONValue] {
            let library = StepLibrary(store: store, time: clock)
            let judge = try judge(
                "g_eval", Self.lively, model: ScriptedModel(agreeing: 7, items: items), steps: library)
            let metadata = try #require(await judge.grade(.make()).grade).metadata
            #expect(metadata["steps"] == ["Look.", "Compare."])
            hashes.append(metadata["stepsHash"])
            clock.advance(by: .seconds(40 * 86_400))
        }
        #expect(hashes[0] == hashes[1])
        #expect(store.count == 1)
    }

    @Test func `Of two processes that write at the same time both go by the steps that were kept first`() async throws {
        let store = KeptSteps()
        let key = StepKey(criteria: "c", promptHash: "h", language: "en", model: "m")
        let steps = try await StepLibrary(store: store).steps(for: key, by: "judge") { () async throws(GradeFailure) in
            // The other process is done while this one still waits for its model.
            _ = try await StepLibrary(store: store).steps(for: key, by: "judge") { () async throws(GradeFailure) in
                (["first"], "m-1")
            }
            return (["second"], "m-1")
        }
        #expect(steps.steps == ["first"])
    }

    /// Grades 64 samples at once with `model`, the first call for steps being held until the others had a chance to come.
    private static func gradesAtOnce(
        _ judge: any Grader, _ model: SlowWriter, answering answer: ScriptedModel.Answer
    ) async -> [GradeOutcome] {
        await withTaskGroup(of: GradeOutcome.self) { group in
            for _ in 0..<64 { group.addTask { await judge.grade(.make()) } }
            await model.waitForHeld()
            for _ in 0..<100 { await Task.yield() }
            model.release(answer)
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func `Sixty-four grades at once have the steps written once, and one of them pays`() async throws {
        let model = SlowWriter()
        let judge = try judge("g_eval", Self.lively, model: model, steps: StepLibrary(store: KeptSteps()))
        let grades = await Self.gradesAtOnce(judge, model, answering: .text(Self.steps)).map(\.grade?.metadata)
        #expect(model.writings == 1)
        #expect(grades.count == 64)
        #expect(grades.allSatisfy { $0?["steps"] == ["Look.", "Compare."] })
        #expect(grades.count { $0?["calls"] == 2 && $0?["promptTokens"] == 20 && $0?["attempts"] == 2 } == 1)
        #expect(grades.count { $0?["calls"] == nil && $0?["promptTokens"] == 10 && $0?["attempts"] == 1 } == 63)
        #expect(Set(grades.map { $0?["promptHash"]?.string ?? "" }).count == 1, "one measurement, one prompt")
    }

    @Test func `A writing that failed fails its grade, keeps nothing, and is tried again`() async throws {
        let model = SlowWriter()
        let store = KeptSteps()
        let judge = try judge("g_eval", Self.lively, model: model, steps: StepLibrary(store: store))
        async let failing = judge.grade(.make())
        await model.waitForHeld()
        model.release(.failure(ChatModelError(code: .timeout, message: "late")))
        let failed = await failing
        #expect(failed.failure?.code == .timeout)
        #expect(failed.failure?.isTransient == true)
        #expect(store.count == 0)
        #expect(await judge.details()["steps"] == .null)
        async let next = judge.grade(.make())
        await model.waitForHeld()
        model.release(.text(Self.steps))
        #expect(await next.grade?.metadata["steps"] == ["Look.", "Compare."])
        #expect(model.writings == 2)
        #expect(store.count == 1)
    }

    @Test func `A grade that is cancelled while it has the steps written leaves that to one that waits`() async throws {
        let model = SlowWriter()
        let judge = try judge("g_eval", Self.lively, model: model)
        let first = Task { await judge.grade(.make()) }
        await model.waitForHeld()
        let second = Task { await judge.grade(.make()) }
        first.cancel()
        model.release(.text(Self.steps))
        #expect(await first.value.failure?.code == .unavailable)
        await model.waitForHeld()
        model.release(.text(Self.steps))
        #expect(await second.value.grade?.metadata["steps"] == ["Look.", "Compare."])
        #expect(model.writings == 2)
    }

    @Test func `The call that writes the steps is charged to the judge that caused it`() async throws {
        let meter = SpendMeter(clock: ManualClock())
        let model = ObservedModel(ScriptedModel(agreeing: 7), observer: meter)
        var parameters = Self.lively
        parameters["name"] = "lively"
        parameters["model"] = "judge"
        var reader = JSONReader(parameters, at: "/graders/0")
        let kind = try #require(JudgeCatalogue.kinds(models: ["judge": model]).first { $0.name == "g_eval" })
        guard case .grader(let judge) = try kind.make(&reader, GraderResources()) else { throw CancellationError() }
        let first = try #require(await judge.grade(.make()).grade).metadata
        #expect(meter.spent(by: "lively", in: .day, at: ManualClock().now()).calls == 2)
        #expect(meter.spent(by: "lively", in: .day, at: ManualClock().now()).tokens == 20)
        #expect(first["promptTokens"] == 20)
        let second = try #require(await judge.grade(.make()).grade).metadata
        #expect(meter.spent(by: "lively", in: .day, at: ManualClock().now()).calls == 3)
        #expect(second["promptTokens"] == 10)
    }

    @Test func `Scores by other steps have another hash of steps`() async throws {
        var hashes: Set<String> = []
        for steps in [["Look."], ["Look.", "Compare."], ["Compare.", "Look."]] as [JSONValue] {
            let judge = try judge("g_eval", ["steps": steps, "weighting": "none"], model: ScriptedModel(agreeing: 7))
            let hash = try #require(await judge.grade(.make()).grade?.metadata["stepsHash"]?.string)
            #expect(hash.count == 16)
            #expect(await judge.details()["stepsHash"] == .string(hash))
            hashes.insert(hash)
        }
        #expect(hashes.count == 3)
    }

    @Test func `A panel shows the steps of each of its models, and the hashes of all`() async throws {
        let models = ["a", "b"].map { name in
            let writer = ScriptedModel(agreeing: 7, items: [.string("Step of \(name).")])
            return (name, Served(name: name, identity: "test/\(name)", model: writer))
        }
        let kinds = JudgeCatalogue.kinds(models: Dictionary(uniqueKeysWithValues: models))
        let kind = try #require(kinds.first { $0.name == "g_eval" })
        var parameters = Self.lively
        parameters["votes"] = ["models": ["a", "b"]]
        var reader = JSONReader(parameters, at: "/graders/0")
        guard case .grader(let judge) = try kind.make(&reader, GraderResources()) else { throw CancellationError() }
        let grade = try #require(await judge.grade(.make()).grade)
        #expect(grade.metadata["stepsHash"]?.string?.split(separator: ", ").count == 2)
        let details = await judge.details()
        #expect(details["models"]?["a"]?["steps"] == ["Step of a."])
        #expect(details["models"]?["b"]?["steps"] == ["Step of b."])
    }

    @Test func `Steps that are not known because the store failed are told from those that nobody has written`()
        async throws
    {
        let store = KeptSteps()
        let judge = try judge(
            "g_eval", Self.lively, model: ScriptedModel(agreeing: 7), steps: StepLibrary(store: store))
        #expect(await judge.details()["stepsUnreadable"] == nil)
        store.fail(true)
        #expect(await judge.details()["stepsUnreadable"] == true)
        #expect(await judge.details()["steps"] == .null)
        _ = await judge.grade(.make())
        #expect(await judge.details()["stepsUnreadable"] == nil)
        #expect(await judge.details()["steps"] == ["A claim."])
    }

    @Test func `Who wrote the steps and when is shown, before the first grade that nobody has`() async throws {
        let clock = ManualClock()
        let library = StepLibrary(time: clock)
        let judge = try judge("g_eval", Self.lively, model: ScriptedModel(agreeing: 7), steps: library)
        #expect(
            await judge.details() == ["criteria": "It is lively.", "steps": .null, "stepsWrittenBy": "judge"])
        _ = await judge.grade(.make())
        let details = await judge.details()
        #expect(details["steps"] == ["A claim."])
        #expect(details["stepsModel"] == "scripted-1")
        #expect(details["stepsWrittenAt"] == .string(clock.now().rfc3339))
    }
}
