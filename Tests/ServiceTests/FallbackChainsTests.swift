import Service
import Testing

/// How `fallbacks` are read, and who is asked after whom.
struct FallbackChainsTests {
    private static func parse(_ models: [(name: String, fallbacks: String)]) throws -> Configuration {
        let lines = models.map { "  - {name: \($0.name), provider: mock, fallbacks: [\($0.fallbacks)]}\n" }
        return try ConfigurationLoader(variables: [:]).parse("models:\n" + lines.joined(), file: "test.yaml")
    }

    @Test func `Each fallback is followed by its own, and none is asked twice`() throws {
        let sections = try Self.parse([("a", "b, c"), ("b", "d"), ("c", "d, e"), ("d", "e"), ("e", "")]).models
        let chains = FallbackChains(sections)
        #expect(chains.chain(of: "a") == ["b", "d", "e", "c"])
        #expect(chains.chain(of: "c") == ["d", "e"])
        #expect(chains.chain(of: "e").isEmpty)
    }

    /// Models with their fallbacks, the text at fault, which time it stands in the file, and a part of the message.
    private static let faults: [([(String, String)], line: Int, column: Int, message: String)] = [
        ([("one", "two"), ("three", "")], 2, 45, "no model is called `two`"),
        ([("judge", "jugde2"), ("judge2", "")], 2, 47, "did you mean `judge2`?"),
        ([("a", "a")], 2, 43, "cannot stand in for itself"),
        ([("a", "b, b"), ("b", "")], 2, 46, "`b` is in the list already"),
        ([("a", "b"), ("b", "a")], 2, 43, "`b` leads back to `a`"),
        ([("z", "a"), ("a", "b"), ("b", "c"), ("c", "a")], 3, 43, "`b` leads back to `a`"),
    ]

    @Test(arguments: faults.indices) func `Unknown names, itself and rings are errors with their place`(
        index: Int
    ) throws {
        let fault = Self.faults[index]
        let error = #expect(throws: ConfigurationError.self) { _ = try Self.parse(fault.0) }
        #expect(error?.message.contains(fault.message) == true, "\(error?.message ?? "")")
        #expect(error?.line == fault.line)
        #expect(error?.column == fault.column)
    }
}
