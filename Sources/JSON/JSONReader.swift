/// Reads an object member by member, remembers which were asked for, and names the place of whatever is wrong.
///
/// `null` counts as absent. Call `finish()` last: it refuses members nobody asked for, with a suggestion.
package struct JSONReader: Sendable {
    /// The object being read.
    package let object: JSONObject
    /// The JSON Pointer of the object.
    package let pointer: String
    private var known: [String] = []

    /// Starts reading `object`, which lies at `pointer`.
    package init(_ object: JSONObject, at pointer: String = "") {
        self.object = object
        self.pointer = pointer
    }

    /// Starts reading `value`, which must be an object.
    package init(_ value: JSONValue, at pointer: String = "") throws(JSONReadError) {
        guard let object = value.object else {
            throw JSONReadError(pointer: pointer, message: "expected an object, found \(value.kindName)")
        }
        self.init(object, at: pointer)
    }

    /// Returns the member `key`, or nil when it is absent or null.
    package mutating func value(_ key: String) -> JSONValue? {
        known.append(key)
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    /// Returns what `convert` makes of the member `key`, or nil when it is absent.
    ///
    /// - Throws: `JSONReadError` naming `expected` when `convert` returns nil.
    package mutating func optional<T>(
        _ key: String, _ expected: String, _ convert: (JSONValue) -> T?
    ) throws(JSONReadError) -> T? {
        guard let value = value(key) else { return nil }
        guard let converted = convert(value) else {
            throw error(key, "expected \(expected), found \(value.kindName)")
        }
        return converted
    }

    /// Returns the string `key`, or nil when it is absent.
    package mutating func string(_ key: String) throws(JSONReadError) -> String? {
        try optional(key, "a string", \.string)
    }

    /// Returns the string `key`, which must be there.
    package mutating func requiredString(_ key: String) throws(JSONReadError) -> String {
        guard let value = try string(key) else { throw missing(key) }
        return value
    }

    /// Returns the boolean `key`, or `fallback` when it is absent.
    package mutating func bool(_ key: String, default fallback: Bool) throws(JSONReadError) -> Bool {
        try optional(key, "true or false", \.bool) ?? fallback
    }

    /// Returns the number `key`, or nil when it is absent. Refuses numbers outside `range`.
    package mutating func number(
        _ key: String, in range: ClosedRange<Double> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
    ) throws(JSONReadError) -> Double? {
        guard let number = try optional(key, "a number", \.double) else { return nil }
        guard range.contains(number) else {
            throw error(key, "expected a number from \(range.lowerBound) to \(range.upperBound), found \(number)")
        }
        return number
    }

    /// Returns the whole number `key`, or nil when it is absent. Refuses numbers outside `range`.
    package mutating func integer(
        _ key: String, in range: ClosedRange<Int64> = .min ... .max
    ) throws(JSONReadError) -> Int64? {
        guard let integer = try optional(key, "a whole number", \.integer) else { return nil }
        guard range.contains(integer) else {
            throw error(key, "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(integer)")
        }
        return integer
    }

    /// Returns the list of strings `key`; a single string stands for a list of one; nil when it is absent.
    package mutating func strings(_ key: String) throws(JSONReadError) -> [String]? {
        try optional(key, "a list of strings") { value in
            if let single = value.string { return [single] }
            guard let array = value.array else { return nil }
            let strings = array.compactMap(\.string)
            return strings.count == array.count ? strings : nil
        }
    }

    /// Returns one of `choices` by the string `key`, or `fallback` when it is absent.
    package mutating func choice<T: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: T
    ) throws(JSONReadError) -> T where T.RawValue == String {
        guard let text = try string(key) else { return fallback }
        guard let choice = T(rawValue: text) else {
            throw error(key, "expected one of \(T.allCases.map(\.rawValue).joined(separator: ", ")), found `\(text)`")
        }
        return choice
    }

    /// Returns a reader for the object `key`, or nil when it is absent.
    package mutating func reader(_ key: String) throws(JSONReadError) -> JSONReader? {
        guard let object = try optional(key, "an object", \.object) else { return nil }
        return JSONReader(object, at: path(key))
    }

    /// Refuses members that nobody asked for, naming the nearest known key.
    package func finish() throws(JSONReadError) {
        for key in object.keys where !known.contains(key) {
            let hint = KeySuggestion.nearest(to: key, among: known).map { "; did you mean `\($0)`?" } ?? ""
            throw JSONReadError(pointer: path(key), message: "unknown key `\(key)`\(hint)")
        }
    }

    /// The JSON Pointer of the member `key`.
    package func path(_ key: String) -> String { pointer + "/" + JSONPointer.escape(key) }

    /// An error at the member `key`.
    package func error(_ key: String, _ message: String) -> JSONReadError {
        JSONReadError(pointer: path(key), message: message)
    }

    /// The error for a member `key` that must be there and is not.
    package func missing(_ key: String) -> JSONReadError {
        JSONReadError(pointer: pointer, message: "`\(key)` is missing")
    }
}
