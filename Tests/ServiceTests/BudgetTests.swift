import Evaluation
import JSON
import TestSupport
import Testing
import Timing

@testable import Service

/// Budgets in the whole service: what people see, what a restart remembers, what is refused.
struct BudgetTests {
    /// A model each of whose replies (10 tokens and 5) costs 15 dollars.
    private static let dear = ConfigurationText.judgeModel.replacing(
        "max_attempts: 1,",
        with: "max_attempts: 1, price: {input_per_million: 1000000, output_per_million: 1000000},")

    private static func configuration(budget: String = "", total: String? = nil) -> ConfigurationText {
        ConfigurationText.make {
            $0.models = [dear]
            $0.graders.append(ConfigurationText.judge.replacing("}", with: "\(budget)}"))
            $0.rules = ["{name: everything, graders: [concise, judge]}"]
            if let total { $0.more = ["budget: \(total)"] }
        }
    }

    @Test func `A judge whose budget is spent is skipped until midnight, and fate, metrics, log and readiness say so`()
        async throws
    {
        let clock = ManualClock()
        let configuration = Self.configuration(budget: ", budget: {daily_usd: 30, sample_from: 1}")
        try await withJudge([.text("prose"), .verdict(1)]) { judge, variables in
            try await withService(configuration, variables: variables, clock: clock) { client in
                for id in ["evt-1", "evt-2", "evt-3"] {
                    #expect(try await client.deliver(event(id)).status == 202)
                    #expect(try await client.fate(id)["state"] == "written")
                }
                #expect(judge.calls.count == 2)
                let skipped = try await client.fate("evt-3")["skipped"]?.array?.first
                #expect(skipped?["grader"] == "judge")
                #expect(skipped?["reason"]?.string?.hasPrefix("budget: `daily_usd` of this judge is spent") == true)
                #expect(try await client.deadLetters().isEmpty)

                let metrics = try await client.get("/metrics").text
                for line in [
                    #"gradehook_judge_budget_spent{grader="judge",unit="usd",window="day"} 30"#,
                    #"gradehook_judge_budget_limit{grader="judge",unit="usd",window="day"} 30"#,
                    #"gradehook_judge_budget_skips_total{grader="judge",phase="stopped"} 1"#,
                    #"gradehook_grader_cost_usd_total{grader="judge"} 30"#,
                    #"gradehook_grader_tokens_total{grader="judge",kind="prompt"} 20"#,
                    #"gradehook_grader_tokens_total{grader="judge",kind="completion"} 10"#,
                    #"gradehook_judge_replies_total{format="json_schema",model="remote"} 2"#,
                    #"gradehook_grades_total{grader="judge",outcome="skipped"} 1"#,
                ] { #expect(metrics.contains(line), "\(line) in \(metrics)") }
                let ready = try await client.get("/readyz?verbose")
                #expect(ready.status == 200)
                let line = "[+] judge judge: 100 % of `daily_usd` of this judge spent"
                #expect(ready.text.contains(line), "\(ready.text)")
                #expect(client.log.lines.count { $0.contains("budget spent; the judge is not asked") } == 1)

                clock.advance(by: clock.now().endOfUTCDay - clock.now())
                #expect(try await client.deliver(event("evt-4")).status == 202)
                #expect(try await client.fate("evt-4")["skipped"] == nil)
                #expect(client.log.lines.count { $0.contains("budget open again") } == 1)
            }
        }
    }

    @Test func `A restart remembers what was spent, and a reload does too`() async throws {
        let clock = ManualClock()
        let configuration = Self.configuration(total: "{monthly_usd: 30, sample_from: 1}")
        try await withTemporaryFolder { folder in
            try await withJudge([.verdict(1)]) { judge, variables in
                let variables = variables.merging(["DATA": folder]) { $1 }
                try await withService(configuration, variables: variables, clock: clock) { client in
                    #expect(try await client.deliver(event("evt-1")).status == 202)
                    _ = try await client.fate("evt-1")
                    try client.service.reload(configuration.parse(variables, data: folder))
                    #expect(
                        try await client.get("/metrics").text.contains(
                            #"gradehook_budget_spent{unit="usd",window="month"} 15"#))
                }
                clock.advance(by: .seconds(3_600))
                try await withService(configuration, variables: variables, clock: clock) { client in
                    for id in ["evt-2", "evt-3"] {
                        #expect(try await client.deliver(event(id)).status == 202)
                        _ = try await client.fate(id)
                    }
                    #expect(judge.calls.count == 2)
                    let reason = try await client.fate("evt-3")["skipped"]?.array?.first?["reason"]?.string
                    #expect(reason?.contains("`monthly_usd` of all judges is spent") == true)
                }
            }
        }
    }

    @Test func `Nearly spent, a share of the traces is judged`() async throws {
        // 255 of 300 dollars are spent after 17; three quarters of what comes are then judged, less with each.
        let configuration = Self.configuration(budget: ", budget: {daily_usd: 300}")
        try await withJudge([.verdict(1)]) { judge, variables in
            try await withService(configuration, variables: variables) { client in
                for index in 0..<80 {
                    #expect(try await client.deliver(event("evt-\(index)")).status == 202)
                    _ = try await client.fate("evt-\(index)")
                }
                #expect(judge.calls.count == 20)
                let scores = try await client.scores()
                let rates = scores.filter { $0["name"] == "judge" }.map { $0["metadata"]?["sampleRate"]?.double ?? 0 }
                // At most 0.8 spent, 255, 270 and 285 dollars.
                let expected = Array(repeating: 1, count: 17) + [0.75, 0.5, 0.25]
                #expect(rates.count == 20)
                #expect(zip(rates.sorted(by: >), expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(rates)")
                #expect(scores.allSatisfy { $0["name"] == "judge" || $0["metadata"]?["sampleRate"] == nil })
                let text = client.log.text
                #expect(text.contains("budget nearly spent; only a share of the traces is judged"), "\(text)")
                #expect(
                    try await client.get("/metrics").text.contains(
                        #"gradehook_judge_budget_skips_total{grader="judge",phase="sampling"}"#))
            }
        }
    }

    /// Sections that are refused, the place, and words of the message.
    static let mistakes: [(budget: String, total: String?, priced: Bool, line: Int, words: String)] = [
        (", budget: {daily_usd: 5}", nil, false, 6, "model `remote` has no `price`"),
        ("", "{monthly_usd: 5}", false, 10, "grader `judge` asks model `remote`, which has no `price`"),
        ("", "{}", true, 10, "a budget needs a limit"),
        (", budget: {dayly_usd: 5}", nil, true, 6, "unknown key `dayly_usd`; did you mean `daily_usd`?"),
    ]

    @Test(arguments: mistakes)
    func `A budget that cannot be held is refused at its place`(
        _ mistake: (budget: String, total: String?, priced: Bool, line: Int, words: String)
    ) throws {
        var configuration = Self.configuration(budget: mistake.budget, total: mistake.total)
        if !mistake.priced { configuration.models = [ConfigurationText.judgeModel] }
        let error = try #require(throws: ConfigurationError.self) {
            try ConfigurationCheck.run(configuration.parse(["JUDGE_URL": "http://127.0.0.1:1/v1"]))
        }
        #expect(error.message.contains(mistake.words), "\(error)")
        #expect(error.line == mistake.line, "\(error)")
    }

    @Test func `Budgets in tokens or calls, and those over the mock, need no price`() throws {
        var configuration = Self.configuration(
            budget: ", budget: {daily_calls: 5, monthly_tokens: 1000}", total: "{daily_calls: 9}")
        configuration.models = [ConfigurationText.judgeModel]
        try ConfigurationCheck.run(configuration.parse(["JUDGE_URL": "http://127.0.0.1:1/v1"]))
        configuration = Self.configuration(budget: ", budget: {daily_usd: 5}", total: "{daily_usd: 9}")
        configuration.models = ["{name: remote, provider: mock}"]
        try ConfigurationCheck.run(configuration.parse())
    }

    @Test func `check shows both sections with their defaults`() throws {
        let configuration = Self.configuration(total: "{daily_usd: 5.5}")
        let shown = EffectiveConfiguration.json(try configuration.parse(["JUDGE_URL": "http://127.0.0.1:1/v1"]))
        #expect(shown["budget"] == ["daily_usd": 5.5, "sample_from": 0.8])
        #expect(
            shown["auto_pause"] == [
                "auth": 1, "quota": 3, "unparseable": 5, "rate_limited": 10, "first": "1m", "longest": "1h",
            ])
    }
}
