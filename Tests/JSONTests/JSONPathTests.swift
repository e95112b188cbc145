import Synchronization
import Testing

@testable import JSON

@Suite struct JSONPathTests {
    private static let trace: JSONValue = [
        "id": "t1", "metadata": ["gold": "Paris", "e\u{301}": 1, "é": 2],
        "observations": [["name": "a", "cost": 1], ["name": "b", "cost": 2.5], ["name": "c"]], "empty": nil,
    ]

    @Test(
        arguments: [
            ("$.metadata.gold", ["Paris"]), ("$['metadata'][\"gold\"]", ["Paris"]), ("$.observations[-1].name", ["c"]),
            ("$.observations[7]", []),
            ("$.observations[*].cost", [1, 2.5]), ("$..name", ["a", "b", "c"]),
            ("$.observations[?@.cost>1].name", ["b"]), ("$.id.x", []),
            ("$.observations[0:2].name", ["a", "b"]), ("$.observations[::-1].name", ["c", "b", "a"]),
            ("$.empty", [nil]), ("$.missing", []),
            ("$.observations[?@.cost==1.0].name", ["a"]), ("$.observations[?search(@.name,'[ab]')].name", ["a", "b"]),
            ("$.metadata['é']", [2]),
            ("$.observations[?!(@.cost>=1)].name", ["c"]),
            ("$.observations[?@.name==$.observations[1].name].cost", [2.5]),
            ("$.observations[?count(@.*)==1 || length(@.name)>1].name", ["c"]),
        ] as [(String, [JSONValue])])
    func `A path selects what it says`(path: String, values: [JSONValue]) throws {
        let path = try JSONPath(path, patterns: PatternWiring.compile)
        #expect(path.values(in: Self.trace) == values)
        #expect(path.firstValue(in: Self.trace) == values.first)
    }

    @Test(arguments: [
        ("$", true), ("$.a['b'][0]", true), ("$.a.*", false), ("$..a", false), ("$[0:1]", false), ("$['a','b']", false),
    ])
    func `A path of names and indexes is singular`(path: String, isSingular: Bool) throws {
        #expect(try JSONPath(path).isSingular == isSingular)
    }

    @Test(arguments: [
        ("", 0, "begins with `$`"), ("metadata.gold", 0, "begins with `$`"), ("$.", 2, "a name"),
        ("$.a b", 3, "end of the path"), ("$[", 2, "in quotes"),
        ("$['a", 2, "never closed"), ("$['a'", 5, "`]`"), ("$[01]", 2, "leading zeros"), ("$[?@.a=1]", 6, "`]`"),
        ("$[?lenght(@.a)==1]", 3, "did you mean `length`"),
        ("$[?length(@.a)]", 3, "compared"), ("$[?@.*==1]", 3, "single value"), ("$[?!@.a==1]", 7, "parentheses"),
        ("$[?'a']", 3, "compared"),
        ("$[?abc==1]", 3, "quotes"), ("$['\\ud800']", 3, "surrogate"), ("$[?match(@.a,'x')==true]", 3, "true or false"),
        ("$[9007199254740992]", 2, "at most"),
        ("$['\\u+041']", 5, "hexadecimal"), ("$['\\u-000']", 5, "hexadecimal"),
    ])
    func `What is no path is refused with its place`(path: String, offset: Int, message: String) {
        let error = #expect(throws: JSONPathError.self) { try JSONPath(path, patterns: PatternWiring.compile) }
        #expect(error?.offset == offset)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func `Without regular expressions a path that needs them is refused`() {
        let error = #expect(throws: JSONPathError.self) { try JSONPath("$[?match(@.a, 'x')]") }
        #expect(error?.description == "`match` cannot be used here: no regular expressions (at byte 3)")
    }

    @Test func `A path cannot nest without end`() throws {
        let deep = "$[?" + String(repeating: "(", count: 100_000)
        #expect(throws: JSONPathError.self) { try JSONPath(deep) }
        #expect(throws: JSONPathError.self) { try JSONPath(String(repeating: "$[?@", count: 100_000)) }
        #expect(throws: JSONPathError.self) { try JSONPath("$[?" + String(repeating: "length(", count: 100_000)) }
        #expect(throws: Never.self) { try JSONPath("$" + String(repeating: "[0]", count: 10_000)) }
    }

    @Test func `A pattern may come from the document`() throws {
        let path = try JSONPath("$[?match(@.text, @.pattern)].text", patterns: PatternWiring.compile)
        let document: JSONValue = [
            ["text": "ab", "pattern": "a."], ["text": "abc", "pattern": "a."], ["text": "x", "pattern": "("],
        ]
        #expect(path.values(in: document) == ["ab"])
    }

    /// A path, and how many patterns it makes of a document with 500 elements and one pattern for all of them.
    @Test(arguments: [
        ("$.rows[?match(@.text, $.pattern)]", 1), ("$.rows[?search(@.text, $.pattern)]", 1),
        ("$.rows[?match(@.text, $.pattern) || search(@.text, $.pattern)]", 2), ("$.rows[?match(@.text, $.broken)]", 1),
        ("$.rows[?match(@.text, @.own)]", 500),
    ])
    func `A pattern of the document is compiled once for all elements`(_ text: String, _ count: Int) throws {
        let compiled = Mutex(0)
        let path = try JSONPath(text) { pattern, whole in
            compiled.withLock { $0 += 1 }
            return PatternWiring.compile(pattern, whole)
        }
        let rows = (0..<500).map { JSONValue.object(["text": .string("row \($0)"), "own": .string("row \($0)")]) }
        let document: JSONValue = ["rows": .array(rows), "pattern": "row [0-9]", "broken": "("]
        let expected = text.contains("broken") ? 0 : text.contains("own") || text.contains("search") ? 500 : 10
        #expect(path.values(in: document).count == expected)
        #expect(compiled.withLock { $0 } == count)
        // Nothing is kept from one evaluation to the next.
        _ = path.firstValue(in: document)
        #expect(compiled.withLock { $0 } > count)
    }

    @Test func `Patterns without end are forgotten, not piled up`() {
        let cache = PatternCache()
        let compiled = Mutex(0)
        let compile: JSONPath.PatternCompiler = { _, _ in
            compiled.withLock { $0 += 1 }
            return { _ in true }
        }
        for number in 0..<1000 { _ = cache.matcher("\(number)", whole: true, compile) }
        #expect(cache.count <= PatternCache.capacity)
        let before = compiled.withLock { $0 }
        _ = cache.matcher("999", whole: true, compile)
        #expect(compiled.withLock { $0 } == before)
        _ = cache.matcher("999", whole: false, compile)
        #expect(compiled.withLock { $0 } == before + 1)
    }
}

@Suite struct JSONPathRemovalTests {
    @Test(
        arguments: [
            ("$.a", #"{"a": 1, "b": 2}"#, #"{"b": 2}"#), ("$[1:]", "[1, 2, 3]", "[1]"),
            ("$[-1]", "[1, 2, 3]", "[1, 2]"),
            ("$..id", #"[{"id": 1, "x": {"id": 2}}]"#, #"[{"x": {}}]"#), ("$[?@ > 1]", "[1, 2, 3]", "[1]"),
            ("$", "[1]", "null"), ("$.none", "[1]", "[1]"), ("$[*]", #"{"a": 1}"#, "{}"),
            ("$.a[0, 2]", #"{"a": [1, 2, 3]}"#, #"{"a": [2]}"#),
        ])
    func `What a path selects is left out`(_ path: String, _ document: String, _ rest: String) throws {
        let removed = try JSONPath(path).removing(from: JSONValue(parsing: document))
        #expect(try removed == JSONValue(parsing: rest))
    }
}
