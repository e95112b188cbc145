/// Which keywords of a draft a document uses, as its meta-schema says.
struct SchemaDialect: Sendable {
    var draft: JSONSchema.Draft
    /// Whether keywords apply schemas to parts of a value.
    var applies = true
    /// Whether keywords assert something of a value.
    var asserts = true
    /// Whether `unevaluatedItems` and `unevaluatedProperties` mean something.
    var seesUnevaluated = true
    /// Whether `format` asserts.
    var assertsFormats = false

    /// The dialect with all keywords of `draft`.
    init(_ draft: JSONSchema.Draft, assertsFormats: Bool) {
        self.draft = draft
        seesUnevaluated = draft == .draft2020_12
        self.assertsFormats = assertsFormats
    }

    /// The vocabularies of draft 2020-12 (core, section 8.1.2), by the ends of their URIs.
    static let vocabularyPrefix = "https://json-schema.org/draft/2020-12/vocab/"
    private static let vocabularies: Set<String> = [
        "core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "format-assertion",
        "content",
    ]

    /// Takes over the `$vocabulary` of a meta-schema. Whether a known vocabulary is required makes no difference.
    ///
    /// Returns the URI of one that is required and not known; nil when there is none.
    mutating func adopt(_ vocabulary: JSONObject) -> String? {
        var used: Set<String> = []
        for (uri, isRequired) in vocabulary.members {
            let name = uri.hasPrefix(Self.vocabularyPrefix) ? String(uri.dropFirst(Self.vocabularyPrefix.count)) : ""
            if Self.vocabularies.contains(name) {
                used.insert(name)
            } else if isRequired == true {
                return uri
            }
        }
        applies = used.contains("applicator")
        asserts = used.contains("validation")
        seesUnevaluated = used.contains("unevaluated")
        assertsFormats = assertsFormats || used.contains("format-assertion")
        return nil
    }
}
