/// A JSON value as RFC 8259 defines it, with object members in the order they were written.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// A number without fraction or exponent that fits 64 bits; every other number is `.number`.
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// The string, when this is one.
    package var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The boolean, when this is one.
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The number as a double, when this is an integer or a number.
    package var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The integer, when this is one (a `.number` without fraction counts).
    package var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The elements, when this is an array.
    package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

    /// The members, when this is an object.
    package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// Whether this is `null`.
    package var isNull: Bool { if case .null = self { true } else { false } }

    /// The member `key` of an object; nil for any other kind of value or when it is not there.
    package subscript(key: String) -> JSONValue? { object?[key] }

    /// The name of the kind of value, as messages say it: `null`, `boolean`, `number`, `string`, `array`, `object`.
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension JSONValue: Hashable {
    /// Whether both are the same JSON value: numbers by their value (`1` is `1.0`), strings by their code points,
    /// objects whatever the order of their members.
    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.integer(let left), .number(let right)): left == Int64(exactly: right)
        case (.number(let left), .integer(let right)): Int64(exactly: left) == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .integer(let value): hasher.combine(value)
        case .number(let value):
            // A number equal to an integer must hash as that integer does.
            if let integer = Int64(exactly: value) { hasher.combine(integer) } else { hasher.combine(value) }
        case .string(let value): value.hashBytes(into: &hasher)
        case .array(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
    package init(nilLiteral: ()) { self = .null }
}
