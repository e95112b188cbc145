import Evaluation
import JSON
import Testing

@Suite struct RegexTests {
    @Test(
        arguments: [
            (["pattern": "b+"], "abbc", true), (["pattern": "b+", "mode": "full"], "abbc", false),
            (["pattern": "ABBC", "mode": "full", "flags": "i"], "abbc", true),
            (["pattern": "a|ab", "mode": "full"], "ab", true), (["pattern": "^b$"], "a\nb\nc", false),
            (["pattern": "^b$", "flags": "m"], "a\nb\nc", true), (["pattern": "a.b", "flags": "s"], "a\nb", true),
            (["pattern": "a . b", "flags": "x"], "a-b", true), (["pattern": "", "mode": "full"], "", true),
        ] as [(JSONObject, String, Bool)])
    func `A pattern is searched for or has to cover the output`(
        _ parameters: JSONObject, _ output: String, _ isMatch: Bool
    ) async throws {
        #expect(try await value("regex", parameters, output: .string(output)) == .boolean(isMatch))
    }

    @Test func `A pattern reads JSON output as text`() async throws {
        #expect(try await value("regex", ["pattern": #""a":1"#], output: ["a": 1]) == .boolean(true))
    }

    @Test(
        arguments: [
            (["pattern": "(a"], "/graders/0/pattern"), (["pattern": "a", "flags": "q"], "/graders/0/flags"),
            ([:], "/graders/0"), (["pattern": "a", "mode": "match"], "/graders/0/mode"),
        ] as [(JSONObject, String)])
    func `A bad pattern is an error of the configuration, not a score`(
        _ parameters: JSONObject, _ pointer: String
    ) throws {
        #expect(try configurationError("regex", parameters)?.pointer == pointer)
    }

    @Test func `A search that costs too much is a failure, not a no`() async throws {
        let output = JSONValue.string(String(repeating: "a", count: 200) + "b")
        let outcome = try await outcome("regex", ["pattern": "(a|aa)+$"], output: output)
        #expect(outcome.failureCode == .limitExceeded)
    }
}
