import JSON
import Testing

/// The official test suite of JSON Schema (<https://github.com/json-schema-org/JSON-Schema-Test-Suite>), read from the
/// folder `shared` beside the checkout.
@Suite struct JSONSchemaSuiteTests {
    /// One file of the suite.
    struct File: Sendable, CustomTestStringConvertible {
        var draft: JSONSchema.Draft
        var folder: String
        var name: String
        var testDescription: String { "\(folder)/\(name)" }

        /// The groups of tests in it.
        var groups: [JSONValue] {
            SharedVectors.contents(of: "\(folder)/\(name)").flatMap { try? JSONValue(parsing: $0) }?.array ?? []
        }
    }

    private static let root = "vectors/json-schema"
    private static let folders: [(JSONSchema.Draft, String)] = [
        (.draft2020_12, "\(root)/tests/draft2020-12"), (.draft7, "\(root)/tests/draft7"),
    ]

    private static func files(_ inside: String) -> [File] {
        folders.flatMap { draft, folder in
            SharedVectors.jsonFiles(in: folder + inside).map { File(draft: draft, folder: folder + inside, name: $0) }
        }
    }

    static let required = files("")
    /// Optional files about what is supported, and what in them is not.
    static let optional = files("/optional").filter {
        // Other drafts are refused, and `contentEncoding` and `contentMediaType` assert nothing.
        !["cross-draft.json", "content.json"].contains($0.name)
    }
    static let formats = files("/optional/format").filter {
        // Internationalised names and templates are not supported.
        !["idn-email", "idn-hostname", "iri", "iri-reference", "uri-template"].contains(String($0.name.dropLast(5)))
    }

    private static let isThere: ConditionTrait = .enabled(
        if: !required.isEmpty, "shared/vectors/json-schema is not beside the checkout; set GRADEHOOK_SHARED")

    @Test(isThere) func `The suite has the files of both drafts`() {
        #expect(Self.required.count > 80)
        #expect(Self.formats.count > 25)
    }

    @Test(isThere, arguments: required)
    func `Every required test passes`(_ file: File) throws {
        try run(file, assertsFormats: false)
    }

    @Test(isThere, arguments: optional)
    func `Optional tests pass where the feature is there`(_ file: File) throws {
        try run(file, assertsFormats: file.name == "ecmascript-regex.json")
    }

    @Test(isThere, arguments: formats)
    func `Formats are asserted when asked for`(_ file: File) throws {
        try run(file, assertsFormats: true)
    }

    /// The documents of the suite's own folder; nothing else can be referred to.
    private static let resolver: JSONSchema.Resolver = { uri in
        guard uri.hasPrefix("http://localhost:1234/") else { return nil }
        let path = uri.dropFirst("http://localhost:1234/".count)
        return SharedVectors.contents(of: "\(root)/remotes/\(path)").flatMap { try? JSONValue(parsing: $0) }
    }

    private func run(_ file: File, assertsFormats: Bool) throws {
        let groups = file.groups
        try #require(!groups.isEmpty)
        for group in groups {
            let title = group["description"]?.string ?? "?"
            let schema = try? JSONSchema(
                try #require(group["schema"]), draft: file.draft, assertsFormats: assertsFormats,
                patterns: PatternWiring.schema, resolver: Self.resolver)
            for test in group["tests"]?.array ?? [] {
                let name = "\(title): \(test["description"]?.string ?? "?")"
                if Self.isUnsupported(file, name, test["data"]) { continue }
                guard let schema else {
                    Issue.record("\(name): the schema does not compile")
                    continue
                }
                let violation = try schema.violation(in: try #require(test["data"]))
                #expect((violation == nil) == (test["valid"] == true), "\(name): \(violation?.description ?? "valid")")
            }
        }
    }

    /// Single tests of features that are not there.
    private static func isUnsupported(_ file: File, _ name: String, _ data: JSONValue?) -> Bool {
        // Names are not decoded from Punycode, and PCRE2 knows no lookbehind without a fixed length.
        if file.name == "hostname.json", data?.string?.lowercased().hasPrefix("xn--") == true { return true }
        return file.name == "ecmascript-regex.json" && data == "(?<=a+)b"
    }
}
