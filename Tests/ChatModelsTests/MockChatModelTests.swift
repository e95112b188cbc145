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
