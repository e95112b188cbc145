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
        #expect(try path.values(in: Self.trace) == values)
        #expect(try path.firstValue(in: Self.trace) == values.first)
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
        #expect(try path.values(in: document) == ["ab"])
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
        #expect(try path.values(in: document).count == expected)
        #expect(compiled.withLock { $0 } == count)
        // Nothing is kept from one evaluation to the next.
        _ = try path.firstValue(in: document)
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

@Suite struct JSONPathLimitTests {
    private static let rows = JSONValue.array((0..<100).map { .integer($0) })

    /// A path over 100 numbers, and how many values it looks at.
    @Test(arguments: [("$[*]", 100), ("$[?@ > 5]", 300), ("$[?@ == $[0]]", 300), ("$[?$[?@ == 3]]", 1_000)])
    func `Looking at values is counted and has an end`(_ text: String, _ atLeast: Int) throws {
        let path = try JSONPath(text)
        let work = JSONPathWork()
        _ = try path.values(in: Self.rows, work)
        #expect(work.visits >= min(atLeast, 200))
        #expect(throws: JSONPathLimitError.self) { try path.values(in: Self.rows, JSONPathWork(visits: 99)) }
        #expect(throws: JSONPathLimitError.self) { try path.removing(from: Self.rows, JSONPathWork(visits: 99)) }
    }

    @Test func `Selecting more than a million values is given up`() throws {
        // 101 selectors of 10,000 elements each.
        let path = try JSONPath("$[" + Array(repeating: "*", count: 101).joined(separator: ",") + "]")
        let many = JSONValue.array(Array(repeating: 0, count: 10_000))
        let error = #expect(throws: JSONPathLimitError.self) { try path.values(in: many) }
        #expect(error?.message.contains("1000000") == true)
    }

    @Test func `A nested filter without end is given up`() throws {
        let path = try JSONPath("$[?count($[?count($[*]) > 0]) > 0]")
        let many = JSONValue.array(Array(repeating: 0, count: 3_000))
        #expect(throws: JSONPathLimitError.self) { try path.firstValue(in: many) }
    }

    @Test(arguments: ["$[?match(@, '(a|aa)+')]", "$[?!search(@, '^(a|aa)+$')]", "$[?match(@, $[1])]"])
    func `A search that is given up is no verdict`(_ text: String) throws {
        let path = try JSONPath(text, patterns: PatternWiring.compile)
        let document: JSONValue = [.string(String(repeating: "a", count: 64) + "!"), "(a|aa)+"]
        #expect(throws: JSONPathLimitError.self) { try path.values(in: document) }
        #expect(throws: JSONPathLimitError.self) { try path.removing(from: document) }
    }

    @Test(arguments: [("$[?match(@.a, '(')]", 14), ("$.x[?search(@, \"[\")]", 15)])
    func `A pattern in the path that does not compile is refused at its place`(_ text: String, _ offset: Int) {
        let error = #expect(throws: JSONPathError.self) { try JSONPath(text, patterns: PatternWiring.compile) }
        #expect(error?.offset == offset)
        #expect(error?.message.contains("does not compile") == true)
    }

    /// Starts, ends and steps around the bounds of an array of five.
    @Test func `Whether a slice has a place is decided as it is walked`() {
        for start in [nil, -7, -5, -2, 0, 2, 4, 5, 9] as [Int?] {
            for end in [nil, -7, -6, -5, -1, 0, 3, 5, 9] as [Int?] {
                for step in [-7, -2, -1, 0, 1, 2, 3, 9] {
                    let slice = JSONPathSlice(start, end, step, count: 5)
                    #expect((-1...6).filter(slice.contains) == slice.positions.sorted())
                }
            }
        }
    }
}
