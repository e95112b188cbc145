/// A value inside a parsed document, valid only within the closure of `JSONDocument.withParsed`.
///
/// It points into the parser's memory: keeping it after the closure has returned is an error nothing detects.
package struct JSONElement {
    private let tape: UnsafePointer<UInt64>
    private let strings: UnsafePointer<UInt8>
    private let index: Int

    init(tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, index: Int) {
        self.tape = tape
        self.strings = strings
        self.index = index
    }

    /// The kinds of JSON values.
    package enum Kind: Sendable {
        case null, bool, number, string, array, object
    }

    /// The kind of this value.
    package var kind: Kind {
        switch tag {
        case Tag.object: .object
        case Tag.array: .array
        case Tag.string: .string
        case Tag.null: .null
        case Tag.true, Tag.false: .bool
        default: .number
        }
    }

    /// Whether this is `null`.
    package var isNull: Bool { tag == Tag.null }

    /// The string, when this is one.
    package var string: String? { utf8.map { String(decoding: $0, as: UTF8.self) } }

    /// Lets `body` read the string as UTF-8, not copied; nil when this is not a string.
    package func withUTF8<T>(_ body: (UnsafeBufferPointer<UInt8>) -> T) -> T? { utf8.map(body) }

    /// Whether this is the string `text`, compared by bytes.
    package func isString(_ text: StaticString) -> Bool {
        isString(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// The boolean, when this is one.
    package var bool: Bool? {
        switch tag {
        case Tag.true: true
        case Tag.false: false
        default: nil
        }
    }

    /// The number as a double, when this is one.
    package var double: Double? {
        switch tag {
        case Tag.double: Double(bitPattern: tape[index + 1])
        case Tag.unsigned: Double(tape[index + 1])
        case Tag.integer: Double(Int64(bitPattern: tape[index + 1]))
        default: nil
        }
    }

    /// The member `key` of an object, compared by bytes; nil when this is no object or has no such member.
    ///
    /// Of several members with the same key the last one counts.
    package subscript(key: String) -> JSONElement? {
        guard tag == Tag.object else { return nil }
        if let found = key.utf8.withContiguousStorageIfAvailable({ member($0) }) { return found }
        return Array(key.utf8).withUnsafeBufferPointer { member($0) }
    }

    /// Calls `body` with each element of an array, in order; does nothing for any other kind.
    package func forEachElement(_ body: (JSONElement) -> Void) {
        guard tag == Tag.array else { return }
        let end = endIndex - 1
        var current = index + 1
        while current < end {
            let element = at(current)
            body(element)
            current = element.endIndex
        }
    }

    /// Calls `body` with each member of an object, as written; does nothing for any other kind.
    package func forEachMember(_ body: (_ key: JSONElement, _ value: JSONElement) -> Void) {
        guard tag == Tag.object else { return }
        let end = endIndex - 1
        var current = index + 1
        while current < end {
            let value = at(current + 1)
            body(at(current), value)
            current = value.endIndex
        }
    }

    /// The number of elements or members; more than 16,777,214 count as one more than that, and scalars as 0.
    package var count: Int {
        guard tag == Tag.array || tag == Tag.object else { return 0 }
        return Int((tape[index] >> 32) & 0xFF_FFFF)
    }

    /// The whole number, when this is a number without fraction that fits 64 bits as written.
    var integer: Int64? {
        tag == Tag.integer ? Int64(bitPattern: tape[index + 1]) : nil
    }

    private func member(_ key: UnsafeBufferPointer<UInt8>) -> JSONElement? {
        let end = endIndex - 1
        var current = index + 1
        var found: JSONElement?
        while current < end {
            let value = at(current + 1)
            if at(current).isString(key) { found = value }
            current = value.endIndex
        }
        return found
    }

    private func isString(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let utf8, utf8.count == bytes.count else { return false }
        for index in 0..<bytes.count where utf8[index] != bytes[index] { return false }
        return true
    }
}

// simdjson's tape: each word holds a tag in its high byte and a payload below it.
// https://github.com/simdjson/simdjson/blob/v3.0.1/doc/tape.md
extension JSONElement {
    private enum Tag {
        static let null = UInt8(ascii: "n")
        static let `true` = UInt8(ascii: "t")
        static let `false` = UInt8(ascii: "f")
        static let integer = UInt8(ascii: "l")
        static let unsigned = UInt8(ascii: "u")
        static let double = UInt8(ascii: "d")
        static let string = UInt8(ascii: "\"")
        static let array = UInt8(ascii: "[")
        static let object = UInt8(ascii: "{")
    }

    private var tag: UInt8 { UInt8(truncatingIfNeeded: tape[index] >> 56) }

    /// The index of the word after this value.
    private var endIndex: Int {
        switch tag {
        case Tag.object, Tag.array: Int(tape[index] & 0xFFFF_FFFF)
        case Tag.integer, Tag.unsigned, Tag.double: index + 2
        default: index + 1
        }
    }

    private func at(_ index: Int) -> JSONElement { JSONElement(tape: tape, strings: strings, index: index) }

    private var utf8: UnsafeBufferPointer<UInt8>? {
        guard tag == Tag.string else { return nil }
        let start = strings + Int(tape[index] & 0x00FF_FFFF_FFFF_FFFF)
        let length = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(length))
    }
}
