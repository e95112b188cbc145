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

    /// The same reader over `object` in place of its own: what was asked for so far stays known.
    package func over(_ object: JSONObject) -> JSONReader {
        var reader = JSONReader(object, at: pointer)
        reader.known = known
        return reader
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
            let (lower, upper) = (JSONValue.number(range.lowerBound).text, JSONValue.number(range.upperBound).text)
            throw error(key, "expected a number from \(lower) to \(upper), found \(JSONValue.number(number).text)")
        }
        return number
    }

    /// Returns the whole number `key`, or nil when it is absent. Refuses numbers outside `range`.
    package mutating func integer(
        _ key: String, in range: ClosedRange<Int64> = .min ... .max
    ) throws(JSONReadError) -> Int64? {
        if case .number(let number) = object[key], Int64(exactly: number) == nil {
            known.append(key)
            throw error(key, "expected a whole number, found \(JSONValue.number(number).text)")
        }
        guard let integer = try optional(key, "a whole number", \.integer) else { return nil }
        guard range.contains(integer) else {
            throw error(
                key, "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(integer)")
        }
        return integer
    }

    /// Returns the list of strings `key`; a single string stands for a list of one; nil when it is absent.
    package mutating func strings(_ key: String) throws(JSONReadError) -> [String]? {
        guard let value = value(key) else { return nil }
        if let single = value.string { return [single] }
        guard let elements = value.array else {
            throw error(key, "expected a list of strings, found \(value.kindName)")
        }
        var strings: [String] = []
        for (position, element) in elements.enumerated() {
            guard let string = element.string else {
                let message = "expected a string, found \(element.kindName)"
                throw JSONReadError(pointer: "\(path(key))/\(position)", message: message)
            }
            strings.append(string)
        }
        return strings
    }

    /// Returns one of `choices` by the string `key`, or `fallback` when it is absent.
    package mutating func choice<T: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: T
    ) throws(JSONReadError) -> T where T.RawValue == String {
        guard let text = try string(key) else { return fallback }
        let names = T.allCases.map(\.rawValue)
        guard let choice = T(rawValue: text), text.hasSameBytes(as: choice.rawValue) else {
            let hint = Self.hint(text, among: names)
            throw error(key, "expected one of \(names.joined(separator: ", ")), found `\(Self.shown(text))`\(hint)")
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
        for key in object.keys where !known.contains(where: { $0.hasSameBytes(as: key) }) {
            let hint = Self.hint(key, among: known)
            throw JSONReadError(pointer: path(key), message: "unknown key `\(Self.shown(key))`\(hint)")
        }
    }

    private static func hint(_ text: String, among candidates: [String]) -> String {
        KeySuggestion.nearest(to: text, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
    }

    /// What a message repeats of a text somebody else wrote, which may be of any length.
    private static func shown(_ text: String) -> String {
        text.utf8.count <= 64 ? text : String(text.unicodeScalars.prefix(64)) + "…"
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
