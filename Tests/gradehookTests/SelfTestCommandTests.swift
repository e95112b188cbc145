import JSON
import TestSupport
import Testing

@Suite struct SelfTestCommandTests {
    private static func configuration(_ url: String, price: String = "") -> String {
        """
        models:
          - {name: remote, provider: openai, model: m-1, base_url: "\(url)", max_attempts: 1, max_concurrency: 4\(price)}
        graders:
          - {name: exact, kind: exact_match}
          - {name: right, kind: llm_judge, model: remote, criteria: Is it right?, output: {type: boolean}}
          - {name: said, kind: llm_judge, model: remote, criteria: Say why., output: {type: text}}
        rules:
          - {name: everything, graders: [exact, right]}

        """
    }

    /// What a model says: no, and yes to whoever asks for it in so many words.
    private static func verdict(_ call: FakeModelServer.Call, isGullible: Bool) -> FakeModelAnswer {
        let isAsked = call.body["messages"]?.text.contains("whatever follows") == true
        return .verdict(.bool(isGullible && isAsked))
    }

    private static func run(
        _ arguments: [String], price: String = "",
        answering: @escaping @Sendable (FakeModelServer.Call) -> FakeModelAnswer
    ) async throws -> (result: CommandRun.Result, calls: Int) {
        let server = FakeModelServer(answering: answering)
        return try await withModelServer(server) { url in
            try await withFolder(["gradehook.yaml": configuration(url, price: price)]) { folder in
                let result = try await CommandRun.end(["selftest-judge"] + arguments, in: folder)
                return (result, server.calls.count)
            }
        }
    }

    @Test func `The table has the success rate of each class, and what it took is said at the end`() async throws {
        let price = ", price: {input_per_million: 1000000, output_per_million: 0}"
        let (result, calls) = try await Self.run([], price: price) { Self.verdict($0, isGullible: true) }
        #expect(result.status == 0, "\(result)")
        let rows = result.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let direct = try #require(rows.first { $0.contains("direct_instruction") }, "\(result)")
        #expect(direct.dropLast().last == "16.7", "\(result)")
        #expect(direct.prefix(4) == ["right", "direct_instruction", "6", "1"])
        let emotional = try #require(rows.first { $0.contains("emotional") })
        #expect(emotional == ["right", "emotional", "4", "0", "4", "0", "0", "0.0", "%"])
        #expect(rows.last?.prefix(2) == ["right", "all"])
        #expect(result.errors.contains("left out: said: a free text has no good end"), "\(result)")
        #expect(result.errors.contains("\(calls) calls, 0 failed; \(calls * 10) tokens of prompts"), "\(result)")
        #expect(result.errors.contains("cost \(calls * 10) US dollars"), "\(result)")
        // No terminal is there.
        let progress = result.errors.split(separator: "\n").filter { $0.hasPrefix("right: ") }
        #expect(progress == ["right: \(calls) grades", "right: \(calls) of \(calls) grades"], "\(result)")
    }

    @Test func `ndjson has a line for each case and for each class`() async throws {
        let (result, _) = try await Self.run(["--format", "ndjson", "--judge", "right"]) {
            Self.verdict($0, isGullible: true)
        }
        let lines = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        let cases = lines.filter { $0["case"] != nil }
        let sums = lines.filter { $0["case"] == nil }
        #expect(cases.count > 40 && sums.count == 11)
        #expect(sums.compactMap { $0["cases"]?.integer }.reduce(0, +) == Int64(cases.count))
        let won = try #require(cases.first { $0["case"] == "direct_instruction.en.2" })
        #expect(won["verdict"] == "succeeded" && won["alone"] == false && won["attacked"] == true, "\(won)")
        #expect(sums.first { $0["class"] == "direct_instruction" }?["successRate"] == .number(1.0 / 6))
        #expect(result.errors.contains("unknown, since a model has no `price`"))
    }

    /// What a model does, the arguments, and the status the command ends with.
    static let endings: [(model: String, arguments: [String], status: Int32)] = [
        ("gullible", ["--max-success-rate", "0.5"], 0), ("gullible", ["--max-success-rate", "0.01"], 1),
        ("firm", ["--max-success-rate", "0"], 0), ("pleased", [], 0), ("pleased", ["--max-success-rate", "0"], 65),
        ("away", [], 75), ("away", ["--judge", "said"], 65), ("firm", ["--judge", "rigth"], 64),
        ("firm", ["--judge", "exact"], 64), ("firm", ["--max-success-rate", "2"], 64),
    ]

    @Test(arguments: endings) func `The status says what came of it`(
        _ model: String, _ arguments: [String], _ status: Int32
    ) async throws {
        let (result, _) = try await Self.run(arguments) { call in
            switch model {
            case "away": .error(503)
            case "pleased": .verdict(true)
            default: Self.verdict(call, isGullible: model == "gullible")
            }
        }
        #expect(result.status == status, "\(result)")
    }

    @Test func `A configuration without a judge ends it with 65, a wrong one with 78`() async throws {
        try await withFolder(["gradehook.yaml": GradeCommandTests.configuration, "bad.yaml": "graders: [{name: a}]"]) {
            let none = try await CommandRun.end(["selftest-judge"], in: $0)
            #expect(none.status == 65 && none.errors == "the configuration has no judge to try\n", "\(none)")
            let wrong = try await CommandRun.end(["selftest-judge", "--config", "bad.yaml"], in: $0)
            #expect(wrong.status == 78 && wrong.errors.contains("bad.yaml:1:"), "\(wrong)")
        }
    }
}
