import Testing

@testable import JSON

@Suite struct JSONSchemaTests {
    private func schema(_ document: JSONValue, draft: JSONSchema.Draft = .draft2020_12) throws -> JSONSchema {
        try JSONSchema(document, draft: draft, patterns: PatternWiring.schema)
    }

    @Test(
        arguments: [
            (["type": "string"], 3, "(root): expected string, found integer (#/type)"),
            (["required": ["a/b"]], [:], "(root): `a/b` is missing (#/required)"),
            (
                ["properties": ["a/b": ["items": ["minimum": 1]]]], ["a/b": [1, 0]],
                "/a~1b/1: expected a number at least 1, found 0 (#/properties/a~1b/items/minimum)"
            ),
            (
                ["additionalProperties": false], ["x": 1],
                "(root): `x` is not expected (#/additionalProperties)"
            ),
            (["minLength": 2, "maxLength": 3], "four", "(root): 4 characters, wanted at most 3 (#/maxLength)"),
            (
                ["$ref": "#/$defs/a", "$defs": ["a": ["const": "x"]]], "y",
                #"(root): expected "x" (#/$defs/a/const)"#
            ),
            (["anyOf": [["type": "null"], false]], 1, "(root): follows none of 2 schemas (#/anyOf)"),
            (
                ["contains": true, "maxContains": 1], [1, 2],
                "(root): 2 fitting elements, wanted at most 1 (#/maxContains)"
            ),
        ] as [(JSONValue, JSONValue, String)])
    func `A violation names the value, the keyword and what was expected`(
        _ document: JSONValue, _ value: JSONValue, _ text: String
    ) throws {
        #expect(try schema(document).violation(in: value)?.description == text)
    }

    @Test(
        arguments: [
            (3, "", "a schema is an object"), (["type": "strnig"], "/type", "did you mean `string`?"),
            (["properties": ["a": ["minLength": -1]]], "/properties/a/minLength", "whole number from 0"),
            (["items": [true]], "/items", "`prefixItems`"), (["$ref": "#/$defs/a"], "/$ref", "leads to no value"),
            (["$ref": "#name"], "/$ref", "no schema there has the anchor"),
            (["$ref": "https://example.com/s"], "/$ref", "refers to another document"),
            (["pattern": "("], "/pattern", "does not compile"), (["pattern": #"\Z"#], "/pattern", "not ECMA-262"),
            (["multipleOf": 0], "/multipleOf", "above 0"),
            (["$ref": "#"], "", "leads back to itself"),
            (
                ["$ref": "#/$defs/a", "$defs": ["a": ["anyOf": [["type": "null"], ["$ref": "#/$defs/a"]]]]],
                "/$defs/a", "leads back to itself"
            ),
            (["$schema": "https://json-schema.org/draft/2019-09/schema"], "/$schema", "not known"),
        ] as [(JSONValue, String, String)])
    func `A wrong schema names its place`(_ document: JSONValue, _ pointer: String, _ part: String) throws {
        let error = #expect(throws: JSONSchemaError.self) { try schema(document) }
        #expect(error?.pointer == pointer)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test func `A pattern is refused where nothing can match it`() {
        #expect(throws: JSONSchemaError.self) { try JSONSchema(["pattern": "a"]) }
    }

    @Test func `A schema that refers to itself without end is given up`() throws {
        let schema = try schema(["$dynamicAnchor": "me", "$dynamicRef": "#me"])
        #expect(throws: JSONSchemaLimitError.self) { try schema.violation(in: 1) }
    }

    @Test func `A schema whose branches multiply is given up`() throws {
        var definitions: JSONObject = ["d0": ["type": "integer"]]
        for level in 1...40 {
            let previous: JSONValue = ["$ref": .string("#/$defs/d\(level - 1)")]
            definitions["d\(level)"] = ["allOf": [previous, previous]]
        }
        let schema = try schema(["$ref": "#/$defs/d40", "$defs": .object(definitions)])
        #expect(throws: JSONSchemaLimitError.self) { try schema.violation(in: 1) }
    }

    @Test func `Many references into a large object take linear time`() throws {
        let names = (0..<5000).map { "d\($0)" }
        let definitions = JSONObject(names.map { ($0, true) })
        let references = JSONValue.array(names.map { ["$ref": .string("#/$defs/\($0)")] })
        #expect(try schema(["$defs": .object(definitions), "allOf": references]).violation(in: 1) == nil)
    }

    @Test func `A schema with more parts than are compiled is refused`() {
        let many = JSONValue.array(Array(repeating: [:], count: 100_001))
        #expect(throws: JSONSchemaError.self) { try schema(["allOf": many]) }
    }

    @Test func `A pattern that takes too long is no verdict`() throws {
        let schema = try JSONSchema(["pattern": "x"], patterns: { _ in { _ in nil } })
        #expect(throws: JSONSchemaLimitError.self) { try schema.violation(in: "x") }
    }

    @Test func `Nesting as deep as a document may be is no limit`() throws {
        var value: JSONValue = [:]
        for _ in 1..<JSONDocument.defaultDepthLimit { value = ["child": value] }
        let schema = try schema([
            "$ref": "#/$defs/node",
            "$defs": ["node": ["type": "object", "properties": ["child": ["allOf": [["$ref": "#/$defs/node"]]]]]],
        ])
        #expect(try schema.violation(in: value) == nil)
    }

    @Test(
        arguments: [
            (9_007_199_254_740_993, 9_007_199_254_740_992.0, false),
            (9_007_199_254_740_992, 9_007_199_254_740_992.0, true),
            (.integer(.max), 9_223_372_036_854_775_808.0, true), (2.5, 2, false), (-3, -2.5, true),
        ] as [(JSONValue, JSONValue, Bool)])
    func `Bounds are exact where doubles are not`(_ value: JSONValue, _ maximum: JSONValue, _ isValid: Bool) throws {
        #expect((try schema(["maximum": maximum]).violation(in: value) == nil) == isValid)
    }

    @Test func `Composed and decomposed names are two properties`() throws {
        let schema = try schema(["properties": ["\u{E9}": ["type": "string"]]])
        #expect(try schema.violation(in: ["e\u{301}": 1]) == nil)
        #expect(try schema.violation(in: ["\u{E9}": 1]) != nil)
    }

    @Test(
        arguments: [
            (#"^\d+$"#, "12\n", false), (#"\w"#, "é", false), (#"^\S$"#, "\u{FEFF}", false), ("^[]$", "]", false),
            ("^[^]$", "\n", true), ("^[[:a]+$", "[:a", true), (#"^\u{1F600}$"#, "😀", true),
            (#"^\uD83D\uDE00$"#, "😀", true), (#"^\p{Script=Greek}+$"#, "αβγ", true), (#"^\p{Lu}$"#, "É", true),
            ("^.$", "\u{2028}", false), (#"^[\s\S]$"#, "\n", true), (#"^\/$"#, "/", true), (#"^[\b]$"#, "\u{8}", true),
        ])
    func `Patterns mean what they mean in ECMA-262`(_ pattern: String, _ text: String, _ isMatch: Bool) throws {
        let schema = try schema(["pattern": .string(pattern)])
        #expect((try schema.violation(in: .string(text)) == nil) == isMatch)
    }

    @Test func `Formats assert nothing unless asked`() throws {
        let document: JSONValue = ["format": "ipv4"]
        #expect(try JSONSchema(document).violation(in: "x") == nil)
        #expect(try JSONSchema(document, assertsFormats: true).violation(in: "x") != nil)
        #expect(try JSONSchema(["format": "colour"], assertsFormats: true).violation(in: "x") == nil)
    }

    @Test func `In draft 7 a reference hides what stands beside it`() throws {
        let document: JSONValue = ["$ref": "#/definitions/a", "type": "null", "definitions": ["a": ["type": "string"]]]
        #expect(try schema(document, draft: .draft7).violation(in: "x") == nil)
    }

    @Test func `A reference that goes down into the value makes no ring`() throws {
        let schema = try schema(["properties": ["child": ["$ref": "#"]], "required": ["name"]])
        #expect(try schema.violation(in: ["name": 1, "child": ["name": 2]]) == nil)
        #expect(try schema.violation(in: ["name": 1, "child": [:]]) != nil)
    }

    @Test(
        arguments: [
            (["$defs": ["a": ["type": "strnig"]]], "/$defs/a/type"),
            (["$defs": ["a": ["minimum": "1"]]], "/$defs/a/minimum"),
            (["$anchor": "1st"], "/$anchor"), (["$id": "https://example.com/a#b"], "/$id"),
            (["if": 3, "$ref": "#/$defs/a", "$defs": ["a": true]], "/if"),
            (["$defs": ["a": ["required": "x"]]], "/$defs/a/required"),
            (
                ["$schema": "http://json-schema.org/draft-07/schema#", "definitions": ["a": ["allOf": []]]],
                "/definitions/a/allOf"
            ),
        ] as [(JSONValue, String)])
    func `A checked schema is right everywhere`(_ document: JSONValue, _ pointer: String) throws {
        let error = #expect(throws: JSONSchemaError.self) {
            try JSONSchema(document, patterns: PatternWiring.schema, isChecked: true)
        }
        #expect(error?.pointer == pointer)
    }

    @Test(
        arguments: [
            ["$id": "https://example.com/a#", "$anchor": "_a.b-c", "$defs": ["x": false]], true,
            ["$defs": ["old": ["$id": "x", "$schema": "http://json-schema.org/draft-07/schema#", "items": [true]]]],
        ] as [JSONValue])
    func `A right schema passes the check`(_ document: JSONValue) throws {
        #expect(throws: Never.self) { try JSONSchema(document, patterns: PatternWiring.schema, isChecked: true) }
    }
}

/// What a validation costs is counted in schemas and values held against one another.
@Suite struct JSONSchemaWorkTests {
    private static let names = (0..<1_000).map { "k\($0)" }
    private static let members = JSONValue.object(JSONObject(names.map { ($0, 1) }))
    private static let list = JSONValue.array(names.map { .string($0) })

    /// A schema, a value, and the bounds of its cost.
    @Test(
        arguments: [
            (["required": list], members, 2_000, 3_000),
            (["dependentRequired": ["k0": list]], members, 2_000, 3_000),
            (["dependentSchemas": .object(JSONObject(names.map { ($0, true) }))], members, 2_000, 5_000),
            (["enum": [members]], members, 1_000, 2_000), (["const": members], members, 1_000, 2_000),
            (["uniqueItems": true], list, 1_000, 2_000),
            (["properties": [:]], members, 1_000, 2_000),
            // Sixteen flags for one.
            (["allOf": [true, true], "unevaluatedProperties": true], members, 1_100, 1_300),
            (["allOf": [["allOf": [true]], true]], members, 1, 10),
        ] as [(JSONValue, JSONValue, Int, Int)])
    func `The work grows with the sum of schema and value`(
        _ document: JSONValue, _ value: JSONValue, _ lower: Int, _ upper: Int
    ) throws {
        let work = try JSONSchema(document).work(on: value)
        #expect(work >= lower && work <= upper, "\(work)")
    }

    @Test func `Keys that are asked for without end are given up`() throws {
        let branches = JSONValue.array(Array(repeating: ["required": .array([.string("k0")])], count: 1_200))
        let schema = try JSONSchema(["items": ["anyOf": [["not": ["allOf": branches]], ["allOf": branches]]]])
        let value = JSONValue.array(Array(repeating: Self.members, count: 500))
        #expect(throws: JSONSchemaLimitError.self) { try schema.violation(in: value) }
    }

    @Test func `Annotations reach through references to where they are asked for`() throws {
        let schema = try JSONSchema([
            "$ref": "#/$defs/a", "unevaluatedProperties": false,
            "$defs": ["a": ["anyOf": [["properties": ["x": true]], ["properties": ["y": true]]]]],
        ])
        #expect(try schema.violation(in: ["x": 1, "y": 2]) == nil)
        #expect(try schema.violation(in: ["z": 1]) != nil)
    }

    @Test(arguments: [
        (JSONSchema.Limits(schemas: 3), "more than 3 schemas"), (.init(patterns: 1), "more than 1 patterns"),
    ])
    func `A caller bounds what is compiled`(_ limits: JSONSchema.Limits, _ part: String) {
        let document: JSONValue = ["allOf": [["pattern": "a"], ["pattern": "b"], true]]
        let error = #expect(throws: JSONSchemaError.self) {
            try JSONSchema(document, patterns: PatternWiring.schema, limits: limits)
        }
        #expect(error?.message.contains(part) == true)
    }
}
