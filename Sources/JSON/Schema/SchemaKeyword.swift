/// A keyword of a schema, compiled: the name it has in the schema and what it asks of a value.
struct SchemaKeyword: Sendable {
    var name: String
    var rule: SchemaRule
}

/// What a keyword asks of a value. Schemas inside it are given by their places in `SchemaProgram.nodes`.
enum SchemaRule: Sendable {
    // Assertions (draft 2020-12, validation, section 6).
    case type(SchemaTypes)
    case oneOfValues(Set<JSONValue>)
    case equals(JSONValue)
    case multipleOf(DecimalNumber)
    case bound(JSONValue, SchemaBound)
    case length(ClosedRange<Int>)
    case pattern(String, JSONSchema.Matcher)
    case itemCount(ClosedRange<Int>)
    case uniqueItems
    case memberCount(ClosedRange<Int>)
    case required([String])
    case dependentRequired([(key: String, required: [String])])
    case format(String, @Sendable (String) -> Bool)
    // Applicators in place (draft 2020-12, core, section 10.2).
    case reference(Int)
    case dynamicReference(Int, anchor: String)
    case allOf([Int])
    case anyOf([Int])
    case oneOf([Int])
    case not(Int)
    case conditional(if: Int, then: Int?, else: Int?)
    case dependentSchemas([(key: String, schema: Int)])
    // Applicators to what is inside (section 10.3).
    case properties(SchemaProperties)
    case propertyNames(Int)
    case items(prefix: [Int], rest: Int?)
    case contains(Int, ClosedRange<Int>)
    case unevaluatedItems(Int)
    case unevaluatedProperties(Int)
}

/// On which side of a number a value may lie.
enum SchemaBound: String, Sendable {
    case minimum, maximum, exclusiveMinimum, exclusiveMaximum
}

/// The three keywords that share out the members of an object.
struct SchemaProperties: Sendable {
    /// `properties`.
    var named: [UTF8Key: Int] = [:]
    /// `patternProperties`.
    var patterns: [(pattern: String, matches: JSONSchema.Matcher, schema: Int)] = []
    /// `additionalProperties`.
    var additional: Int?
}

/// Kinds of values as `type` names them.
struct SchemaTypes: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = SchemaTypes(rawValue: 1)
    static let boolean = SchemaTypes(rawValue: 2)
    static let integer = SchemaTypes(rawValue: 4)
    /// Holds `integer`: every whole number is a number.
    static let number = SchemaTypes(rawValue: 8 | 4)
    static let string = SchemaTypes(rawValue: 16)
    static let array = SchemaTypes(rawValue: 32)
    static let object = SchemaTypes(rawValue: 64)

    static let names: [(String, SchemaTypes)] = [
        ("null", null), ("boolean", boolean), ("integer", integer), ("number", number), ("string", string),
        ("array", array), ("object", object),
    ]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The kind called `name`; nil when there is none.
    init?(named name: String) {
        guard let found = Self.names.first(where: { $0.0.hasSameBytes(as: name) }) else { return nil }
        self = found.1
    }

    /// The kind of `value`; a number without fraction is an integer, however it is written.
    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .integer: self = .integer
        case .number(let number): self = number == number.rounded() ? .integer : SchemaTypes(rawValue: 8)
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    /// The names, for messages.
    var text: String {
        let names = Self.names.filter { contains($0.1) && !($0.0 == "integer" && contains(.number)) }.map(\.0)
        return names.joined(separator: " or ")
    }
}
