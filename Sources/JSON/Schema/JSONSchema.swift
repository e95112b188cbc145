/// A JSON Schema, compiled once and then held against any number of values.
///
/// Draft 2020-12 (<https://json-schema.org/draft/2020-12/json-schema-core>) and draft 7
/// (<https://json-schema.org/draft-07/json-schema-release-notes>). Nothing is ever fetched: a reference to another
/// document is answered by the caller's resolver, or refused.
package struct JSONSchema: Sendable {
    /// The versions of the language.
    package enum Draft: String, Sendable, CaseIterable {
        case draft2020_12 = "2020-12"
        case draft7 = "7"
    }

    /// Says whether a pattern is found in a text; nil when the search was given up.
    package typealias Matcher = @Sendable (_ text: String) -> Bool?

    /// Compiles a regular expression; nil when the pattern is none.
    ///
    /// The pattern is in Perl's dialect, with `\d`, `\w` and `\b` meant as ASCII; ECMA-262 has been translated to it.
    package typealias PatternCompiler = @Sendable (_ pattern: String) -> Matcher?

    /// Returns the document at a URI without fragment; nil when there is none.
    package typealias Resolver = @Sendable (_ uri: String) -> JSONValue?

    private let program: SchemaProgram

    /// Compiles a schema, and of the documents it refers to what it needs.
    ///
    /// `draft` is what a document without `$schema` follows. `format` asserts only when `assertsFormats` is set or the
    /// meta-schema asks for it; formats that are not known assert nothing. `patterns` is what regular expressions are
    /// compiled with; without it a schema that has one is refused. `limits` bound what is compiled. With `isChecked` the
    /// whole document has to follow its meta-schema, also where nothing refers to it.
    /// - Throws: `JSONSchemaError` with the place of what is wrong.
    package init(
        _ document: JSONValue, draft: Draft = .draft2020_12, assertsFormats: Bool = false,
        patterns: PatternCompiler? = nil, resolver: Resolver? = nil, limits: Limits = Limits(), isChecked: Bool = false
    ) throws(JSONSchemaError) {
        let settings = SchemaSettings(
            draft: draft, assertsFormats: assertsFormats, patterns: patterns, resolver: resolver, limits: limits)
        var compiler = SchemaCompiler(settings)
        program = try compiler.compile(document)
        if isChecked, let draft = compiler.registry.onlyDraft { try MetaSchemas.check(document, draft) }
    }

    /// How much a schema may hold.
    package struct Limits: Sendable {
        /// How many schemas, the whole included.
        package var schemas: Int
        /// How many regular expressions.
        package var patterns: Int

        /// Creates limits; those left out are for schemas that the operator writes.
        package init(schemas: Int = 100_000, patterns: Int = 100_000) {
            self.schemas = schemas
            self.patterns = patterns
        }
    }

    /// Returns the first reason why `value` does not follow the schema; nil when it does.
    ///
    /// - Throws: `JSONSchemaLimitError` when the schema's references nest or repeat too much over this value.
    package func violation(in value: JSONValue) throws(JSONSchemaLimitError) -> JSONSchemaViolation? {
        var evaluator = SchemaEvaluator(program)
        return try evaluator.violation(in: value)
    }

    /// How much work it is to hold `value` against the schema, in the unit of `SchemaEvaluator.maximumWork`.
    func work(on value: JSONValue) throws(JSONSchemaLimitError) -> Int {
        var evaluator = SchemaEvaluator(program)
        _ = try evaluator.violation(in: value)
        return evaluator.work
    }
}

/// What the caller of `JSONSchema` asked for.
struct SchemaSettings: Sendable {
    var draft: JSONSchema.Draft
    var assertsFormats: Bool
    var patterns: JSONSchema.PatternCompiler?
    var resolver: JSONSchema.Resolver?
    var limits = JSONSchema.Limits()
}

/// A compiled schema: all its schemas in one list, so that they can refer to each other in rings.
struct SchemaProgram: Sendable {
    /// The schemas; the first is the one to begin with.
    var nodes: [SchemaNode] = []
    /// For each resource the schemas its `$dynamicAnchor`s name.
    var dynamicAnchors: [[String: Int]] = []
}

/// One schema.
struct SchemaNode: Sendable {
    /// The URI of its document, `#`, and its JSON Pointer.
    var location: String
    /// The resource it belongs to, which decides what `$dynamicRef` finds.
    var resource: Int
    /// The verdict of a schema that is `true` or `false`.
    var verdict: Bool?
    var keywords: [SchemaKeyword] = []
    /// Whether a keyword, here or where this schema is applied in place, asks which children it has looked at.
    var isAskedForSeen = false
}
