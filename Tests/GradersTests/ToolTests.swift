import Evaluation
import JSON
import Testing

@testable import Graders

@Suite struct ToolTests {
    private func ask(
        _ kind: String, _ parameters: JSONObject = [:], called: JSONValue, expected: JSONValue? = nil,
        tools: JSONValue? = nil
    ) async throws -> GradeOutcome {
        let sample = Sample(
            output: nil, trace: Trace(id: "t"),
            tools: [.toolCalls: called, .expectedToolCalls: expected, .tools: tools])
        return await (try grader(kind, parameters)).grade(sample)
    }

    private func call(_ name: String, _ arguments: JSONObject = [:]) -> JSONValue {
        ["name": .string(name), "arguments": .object(arguments)]
    }

    @Test(
        arguments: [
            ([:], 1), (["extra": "penalised"], 0.5), (["args": "subset"], 1), (["args": "exact"], 0),
            (["args": "exact", "ignore": ["id"]], 1), (["args": "exact", "defaults": ["a": ["id": 7]]], 1),
            (["order": "exact"], 0), (["args": "similar"], 0.5),
        ] as [(JSONObject, Double)])
    func `Extra calls and arguments cost what is asked for`(_ parameters: JSONObject, _ value: Double) async throws {
        let called: JSONValue = [call("a", ["x": 1, "id": 7]), call("b")]
        let outcome = try await ask("tool_call_match", parameters, called: called, expected: [call("a", ["x": 1.0])])
        #expect(outcome.grade?.value == .numeric(value))
    }

    @Test func `Repeated equal calls each count`() async throws {
        let twice: JSONValue = [call("a"), call("a")]
        #expect(try await ask("tool_call_match", called: twice, expected: twice).grade?.value == .numeric(1))
    }

    @Test func `Calls are paired for the greatest sum, not first come first served`() async throws {
        let called: JSONValue = [call("a", ["x": 1, "y": 2]), call("a", ["x": 1])]
        let expected: JSONValue = [call("a", ["x": 1]), call("a", ["x": 1, "y": 2])]
        let parameters: JSONObject = ["args": "subset"]
        #expect(
            try await ask("tool_call_match", parameters, called: called, expected: expected).grade?.value
                == .numeric(1))
    }

    @Test func `Nothing expected and nothing called is right`() async throws {
        for kind in ["tool_call_match", "tool_call_f1"] {
            #expect(try await ask(kind, called: [], expected: []).grade?.value == .numeric(1))
            #expect(try await ask(kind, called: ["a"], expected: []).grade?.value == .numeric(0))
        }
    }

    @Test func `Arguments that are no JSON equal nothing`() async throws {
        let broken: JSONValue = [["function": ["name": "a", "arguments": "{x"]]]
        let outcome = try await ask(
            "tool_call_match", ["args": "exact"], called: broken, expected: [call("a")])
        #expect(outcome.grade?.value == .numeric(0))
    }

    @Test func `More calls than are compared are a failure`() async throws {
        let many = JSONValue.array(Array(repeating: call("a"), count: 501))
        #expect(try await ask("tool_call_f1", called: many, expected: []).failureCode == .limitExceeded)
    }

    @Test(
        arguments: [
            (["tool": "a"], true), (["tool": ["a", "b"]], true), (["tool": ["a", "c"]], false),
            (["tool": "a", "max": 1], false), (["tool": "c", "max": 0], true), (["tool": "?", "min": 3], true),
        ] as [(JSONObject, Bool)])
    func `Tools are counted by their names`(_ parameters: JSONObject, _ isUsed: Bool) async throws {
        let outcome = try await ask("tool_used", parameters, called: ["a", "b", "a"])
        #expect(outcome.grade?.value == .boolean(isUsed))
    }

    @Test(
        arguments: [
            (["args": ["to": "Oslo"]], true), (["args": ["to": "Oslo"], "mode": "exact"], false),
            (["args": ["to": "Oslo"], "mode": "exact", "ignore": "options.*"], false),
            (["args": ["to": "Oslo", "options": [:]], "mode": "exact", "ignore": "options.*"], true),
            (["args": ["options": ["seat": 1]]], true), (["args": ["class": "eco"]], false),
            (["args": ["class": "eco"], "defaults": ["class": "eco"]], true), (["args": ["to": "Rome"]], false),
        ] as [(JSONObject, Bool)])
    func `A tool's arguments match in part or wholly`(_ parameters: JSONObject, _ isMatch: Bool) async throws {
        var parameters = parameters
        parameters["tool"] = "book"
        let arguments: JSONObject = ["to": "Oslo", "options": ["seat": 1, "meal": true]]
        let outcome = try await ask("tool_args_match", parameters, called: [call("book", arguments)])
        #expect(outcome.grade?.value == .boolean(isMatch))
    }

    @Test func `Expected arguments come from the expected calls when none are given`() async throws {
        let outcome = try await ask(
            "tool_args_match", ["tool": "a"], called: [call("a", ["x": 1])], expected: [call("a", ["x": 2])])
        #expect(outcome.grade?.value == .boolean(false))
        let none = try await ask("tool_args_match", ["tool": "a"], called: ["a"], expected: ["b"])
        #expect(none.failureCode == .invalidInput)
    }

    @Test(
        arguments: [(["allowed": "r*"], 0.5), (["denied": "w*"], 0.5), (["allowed": "*", "denied": "?*"], 0)]
            as [(JSONObject, Double)])
    func `Permission is by both lists`(_ parameters: JSONObject, _ share: Double) async throws {
        #expect(
            try await ask("tool_permission", parameters, called: ["read", "write"]).grade?.value == .numeric(share))
        #expect(try await ask("tool_permission", parameters, called: []).grade?.value == .numeric(1))
    }

    @Test func `Calls are held against the schemas of their tools`() async throws {
        let schema: JSONValue = ["properties": ["n": ["type": "integer"]], "required": ["n"]]
        let tools: JSONValue = [["name": "a", "input_schema": schema], ["name": "free"]]
        func verdict(_ called: JSONValue) async throws -> GradeOutcome {
            try await ask("tool_call_valid", called: called, tools: tools)
        }
        #expect(try await verdict([call("a", ["n": 1]), call("free", ["x": 1])]).grade?.value == .boolean(true))
        let wrong = try await verdict([call("free"), call("a", ["n": "1"])])
        #expect(
            wrong.grade?.comment == "call 2: `a`: /n: expected integer, found string (#/properties/n/type)")
        #expect(try await verdict([call("b")]).grade?.comment == "call 1: there is no tool `b`")
        #expect(try await verdict([]) == .skipped("no tool was called"))
        let broken: JSONValue = [["name": "a", "parameters": ["type": "text"]]]
        #expect(try await ask("tool_call_valid", called: ["a"], tools: broken).failureCode == .invalidInput)
        #expect(try configurationError("tool_call_valid", ["tools": broken])?.pointer == "/graders/0/tools")
    }

    @Test(
        arguments: [
            ("aaa", 0.0), ("aa", 1), ("aabaa", 1), ("abababx", 0.14285714285714285), ("abcabcabc", 0), ("xaaay", 0.4),
            ("a", 1),
            ("abab", 1), ("aaabbb", 0),
        ] as [(String, Double)])
    func `Blocks that repeat in a row are loops`(_ names: String, _ value: Double) async throws {
        let called = JSONValue.array(names.map { .string(String($0)) })
        let outcome = try await ask("loop_detection", called: called)
        #expect(abs(try #require(outcome.grade?.value.number) - value) < 1e-12)
    }

    @Test func `Similar arguments loop too, different ones do not`() async throws {
        func calls(_ queries: [String]) -> JSONValue { .array(queries.map { call("search", ["q": .string($0)]) }) }
        let similar = calls(["weather in Oslo", "weather in Oslo?", "weather in Oslo!"])
        #expect(try await ask("loop_detection", called: similar).grade?.value == .numeric(0))
        let different = calls(["weather in Oslo", "trains to Bergen", "hotels"])
        #expect(try await ask("loop_detection", called: different).grade?.value == .numeric(1))
    }

    @Test(
        arguments: [
            (["a": "id"], 0.5), (["a": ["id"], "b": ["*"]], 1), (["c": ["id"]], 0), ([:], 0),
        ] as [(JSONObject, Double)])
    func `Arguments are ignored of every tool or by tool`(_ ignored: JSONObject, _ value: Double) async throws {
        let called: JSONValue = [call("a", ["x": 1, "id": 7]), call("b", ["id": 8])]
        let expected: JSONValue = [call("a", ["x": 1]), call("b", [:])]
        let outcome = try await ask(
            "tool_call_match", ["args": "exact", "ignore": .object(ignored)], called: called, expected: expected)
        #expect(outcome.grade?.value == .numeric(value))
    }

    @Test func `Calls are only compared with those of their name`() async throws {
        // Compared with each other they would cost 500 × 500 × 100 values.
        func calls(_ prefix: String) -> JSONValue {
            let arguments = JSONObject((0..<100).map { ("k\($0)", 1) })
            return .array((0..<500).map { call("\(prefix)\($0)", arguments) })
        }
        for mode in ["subset", "exact", "similar"] {
            let outcome = try await ask(
                "tool_call_match", ["args": .string(mode)], called: calls("t"), expected: calls("t"))
            #expect(outcome.grade?.value == .numeric(1))
        }
    }

    @Test(arguments: ["tool_call_match", "tool_args_match"], ["subset", "exact"])
    func `More arguments than are compared are a failure`(_ kind: String, _ mode: String) async throws {
        let text = JSONValue.string(String(repeating: "x", count: 50_000))
        let expected = JSONValue.array(Array(repeating: call("a", ["text": text, "n": 1]), count: 500))
        let called = JSONValue.array(Array(repeating: call("a", ["text": text, "n": 2]), count: 500))
        let parameters: JSONObject =
            kind == "tool_call_match"
            ? ["args": .string(mode)] : ["tool": "a", "mode": mode == "subset" ? "partial" : "exact"]
        // Each pair costs some 200; for one expected call 500 of them, of which a single call is enough to say no.
        let outcome = try await ask(kind, parameters, called: called, expected: expected)
        if kind == "tool_call_match" { #expect(outcome.failureCode == .limitExceeded) }
        if kind == "tool_args_match" { #expect(outcome.grade?.value == .boolean(false)) }
    }

    @Test func `Only the tools called are compiled, and a schema of a trace is small`() async throws {
        let large: JSONValue = ["allOf": .array(Array(repeating: [:], count: 1_001))]
        let patterns = JSONObject((0..<101).map { ("p\($0)", true) })
        let tools: JSONValue = [
            ["name": "a", "parameters": ["type": "object"]], ["name": "b", "parameters": ["type": "text"]],
            ["name": "c", "parameters": large], ["name": "d", "parameters": ["patternProperties": .object(patterns)]],
        ]
        #expect(try await ask("tool_call_valid", called: ["a"], tools: tools).grade?.value == .boolean(true))
        for name in ["b", "c", "d"] {
            let outcome = try await ask("tool_call_valid", called: [.string(name)], tools: tools)
            #expect(outcome.failureCode == .invalidInput)
        }
        // The operator's own may be larger, and all of them have to be right.
        #expect(try configurationError("tool_call_valid", ["tools": [["name": "c", "parameters": large]]]) == nil)
        #expect(try configurationError("tool_call_valid", ["tools": tools])?.pointer == "/graders/0/tools")
    }

    @Test func `Schemas of traces are compiled once and forgotten in the end`() throws {
        let cache = ToolSchemaCache()
        for _ in 0..<3 { _ = try cache.schema(["type": "object"]) }
        #expect(cache.compilations == 1)
        for number in Int64(0)..<200 { _ = try cache.schema(["const": .integer(number)]) }
        #expect(cache.count <= ToolSchemaCache.capacity && cache.compilations == 201)
        #expect(throws: JSONSchemaError.self) { try cache.schema(["type": "text"]) }
    }
}
