extension MetaSchemas {
    /// Refuses a schema that breaks a rule of its meta-schema anywhere, also where nothing refers to it.
    static func check(_ document: JSONValue, _ draft: JSONSchema.Draft) throws(JSONSchemaError) {
        guard let meta = draft == .draft7 ? compiledDraft7 : compiledDraft2020_12 else { return }
        let violation: JSONSchemaViolation?
        do throws(JSONSchemaLimitError) {
            violation = try meta.violation(in: document)
        } catch {
            throw JSONSchemaError(pointer: "", message: "the schema is too large to be checked: \(error)")
        }
        guard let violation else { return }
        throw JSONSchemaError(
            pointer: violation.instanceLocation,
            message: "not as the meta-schema of draft \(draft.rawValue) has it: \(violation.message)")
    }

    private static let compiledDraft2020_12 = compiled("https://json-schema.org/draft/2020-12/schema")
    private static let compiledDraft7 = compiled("http://json-schema.org/draft-07/schema")

    private static func compiled(_ uri: String) -> JSONSchema? {
        document(at: uri).flatMap { try? JSONSchema($0, patterns: matcher) }
    }

    /// The two patterns of the meta-schemas, which this module can decide without regular expressions.
    private static func matcher(_ pattern: String) -> JSONSchema.Matcher? {
        if pattern.contains("A-Za-z_") { return { text in isAnchor(Array(text.utf8)) } }
        guard pattern.contains("#") else { return nil }
        return { text in isWithoutFragment(Array(text.utf8)) }
    }

    /// `^[A-Za-z_][-A-Za-z0-9._]*$`
    private static func isAnchor(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, first.isLetter || first == UInt8(ascii: "_") else { return false }
        let others = Array("-._".utf8)
        return bytes.allSatisfy { $0.isLetter || $0.isDecimalDigit || others.contains($0) }
    }

    /// `^[^#]*#?$`
    private static func isWithoutFragment(_ bytes: [UInt8]) -> Bool { !bytes.dropLast().contains(UInt8(ascii: "#")) }
}
