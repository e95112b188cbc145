import RegularExpressions
import Testing

@Suite struct MatchLimitTests {
    private static func cost(_ body: () throws -> Void) rethrows -> Duration { try ContinuousClock().measure(body) }

    @Test(arguments: ["(a+)+$", "^(a|aa)+$", "(a|a)*$", "^(([a-z])+.)+[A-Z]([a-z])+$"])
    func `A catastrophic pattern ends with an error, soon`(pattern: String) throws {
        let expression = try RegularExpression(pattern)
        let text = String(repeating: "a", count: 60) + "!"
        for search in [expression.matches, expression.fullyMatches] as [(String) throws -> Bool] {
            let cost = Self.cost { #expect(throws: MatchLimitError(limit: .backtracks)) { _ = try search(text) } }
            #expect(cost < .seconds(5))
        }
    }

    @Test func `A pattern that is slow at each of many positions runs out of time`() throws {
        let limits = MatchLimits(time: .microseconds(1))
        let expression = try RegularExpression(#"(.*)[xyz]\d"#, limits: limits)
        let text = String(repeating: "a", count: 20_000)
        let cost = Self.cost { #expect(throws: MatchLimitError(limit: .time)) { _ = try expression.matches(text) } }
        #expect(cost < .seconds(10))
    }

    @Test func `A pattern that scans a long text again for each way it tries ends with an error, soon`() throws {
        let expression = try RegularExpression("foo.*bar.*qux")
        let text = "foo" + String(repeating: "bar", count: 20_000) + String(repeating: "a", count: 200_000) + "\nx"
        let cost = Self.cost {
            #expect(throws: MatchLimitError(limit: .backtracks)) { _ = try expression.matches(text) }
        }
        #expect(cost < .seconds(5))
    }

    @Test func `A long text that needs much stack is still matched`() throws {
        let text = String(repeating: "ab", count: 50_000)
        #expect(try RegularExpression("^(?:a|b)*$").matches(text))
        #expect(try RegularExpression(#"\w+$"#).matches(text))
    }

    @Test func `Running out of memory is an error of its own`() throws {
        let limits = MatchLimits(backtracks: .max, heapKiB: 64, time: .seconds(5))
        let expression = try RegularExpression("^(?:(a)|b)*c", limits: limits)
        let text = String(repeating: "ab", count: 200_000)
        let error = #expect(throws: MatchLimitError.self) { try expression.fullyMatches(text + "!c") }
        #expect(error?.limit == .memory)
    }

    @Test func `One expression serves many threads`() async throws {
        let expression = try RegularExpression(#"^(\d+)-(\d+)$"#)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for round in 0..<500 {
                        let match = try expression.firstMatch(in: "\(task)-\(round)")
                        guard match?.groups == ["\(task)-\(round)", "\(task)", "\(round)"] else { return false }
                    }
                    return true
                }
            }
            for try await correct in group { #expect(correct) }
        }
    }
}
