import ChatModels
import JSON
import Testing

@Suite struct MockChatModelTests {
    private let model = MockChatModel(name: "mock")

    private func ask(_ text: String, schema: JSONValue? = nil) async throws -> ChatReply {
        try await model.complete(
            ChatRequest(
                messages: [ChatMessage(role: .user, content: text)],
                responseSchema: schema.map { ChatRequest.ResponseSchema(name: "verdict", schema: $0) }))
    }

    private func verdict(_ text: String, score: JSONValue) async throws -> JSONValue {
        let schema: JSONValue = [
            "type": "object", "properties": ["reason": ["type": "string"], "score": score],
            "required": ["reason", "score"],
        ]
        return try JSONValue(parsing: try await ask(text, schema: schema).text)
    }

    @Test func `It says who answered`() async throws {
        #expect(try await ask("hello").text.contains("built-in mock model"))
        let reason = try await verdict("hello", score: ["type": "number"])["reason"]?.string
        #expect(reason?.contains("built-in mock model") == true)
    }

    @Test func `The same text gets the same verdict, another text another one`() async throws {
        let score: JSONValue = ["type": "number", "minimum": 0, "maximum": 1]
        let first = try await verdict("hello", score: score)
        #expect(try await verdict("hello", score: score) == first)
        var seen: Set<JSONValue> = []
        for index in 0..<50 { seen.insert(try await verdict("text \(index)", score: score)) }
        #expect(seen.count > 20)
    }

    @Test func `A fence drawn anew does not change the verdict`() async throws {
        let score: JSONValue = ["type": "number"]
        let fences = ["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"]
        let first = try await verdict("BEGIN \(fences[0]) output\nhi\nEND \(fences[0]) output", score: score)
        let second = try await verdict("BEGIN \(fences[1]) output\nhi\nEND \(fences[1]) output", score: score)
        #expect(first == second)
    }

    private static let ranges: [(JSONValue, ClosedRange<Double>)] = [
        (["type": "number", "minimum": 2, "maximum": 3], 2.0...3.0),
        (["type": "number"], 0...1),
        (["type": "number", "description": "a number from 1 to 5, both included"], 1...5),
        (["type": "number", "description": "a number from -1 to 1, both included"], -1...1),
        (["type": "number", "minimum": 0.001, "maximum": 0.004], 0.001...0.004),
        (["type": "integer", "minimum": 1, "maximum": 10], 1...10),
    ]

    @Test(arguments: ranges)
    func `A number keeps to its range`(schema: JSONValue, range: ClosedRange<Double>) async throws {
        for index in 0..<200 {
            let score = try #require(try await verdict("text \(index)", score: schema)["score"]?.double)
            #expect(range.contains(score))
        }
    }

    @Test func `A label is one of the choices, a yes or no either`() async throws {
        let choices: [JSONValue] = ["calm", "joyful", "urgent"]
        var labels: Set<JSONValue> = []
        var booleans: Set<JSONValue> = []
        for index in 0..<100 {
            let score: JSONValue = ["type": "string", "enum": .array(choices)]
            labels.insert(try #require(try await verdict("text \(index)", score: score)["score"]))
            booleans.insert(try #require(try await verdict("text \(index)", score: ["type": "boolean"])["score"]))
        }
        #expect(labels == Set(choices))
        #expect(booleans == [true, false])
    }
}

/// Lists in the replies of the mock.
@Suite struct MockListTests {
    private func reply(_ list: JSONValue, ids: [Int] = [], text: String = "hello", sample: Int = 0) async throws
        -> JSONValue
    {
        var request = ChatRequest(
            messages: [ChatMessage(role: .user, content: text)],
            responseSchema: .init(
                name: "items", schema: ["type": "object", "properties": ["items": list]], itemIDs: ids))
        request.sample = sample
        return try JSONValue(parsing: try await MockChatModel(name: "mock").complete(request).text)["items"] ?? .null
    }

    @Test func `A list has one to three elements, or as many as its schema wants`() async throws {
        var counts: Set<Int> = []
        for index in 0..<50 {
            let text = "text \(index)"
            counts.insert(
                try #require(try await reply(["type": "array", "items": ["type": "string"]], text: text).array).count)
            let fixed = try await reply(
                ["type": "array", "items": ["type": "string"], "minItems": 5, "maxItems": 5], text: text)
            #expect(fixed.array?.count == 5)
        }
        #expect(counts == [1, 2, 3])
    }

    @Test func `Every id that is wanted gets its element, and not all say the same`() async throws {
        let verdict: JSONValue = [
            "type": "object", "properties": ["id": ["type": "integer"], "verdict": ["enum": ["yes", "no"]]],
        ]
        let ids = [2, 4, 6, 8, 10, 12, 14, 16]
        let list = try #require(try await reply(["type": "array", "items": verdict], ids: ids).array)
        #expect(list.map { $0["id"] ?? .null } == ids.map { .integer(Int64($0)) })
        #expect(Set(list.map { $0["verdict"] ?? .null }) == ["yes", "no"])
    }

    @Test func `No label comes twice`() async throws {
        for index in 0..<20 {
            let list: JSONValue = ["type": "array", "minItems": 2, "items": ["enum": ["a", "b", "c"]]]
            let labels = try #require(try await reply(list, text: "text \(index)").array)
            #expect(Set(labels).count == 2)
        }
    }

    @Test func `Another sample is another answer`() async throws {
        var answers: Set<JSONValue> = []
        for sample in 0..<20 { answers.insert(try await reply(["type": "number"], sample: sample)) }
        #expect(answers.count > 5)
    }
}
