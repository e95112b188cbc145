import JSON

extension JSONValue {
    /// The count in the member `key` of an object; nil when there is none, or none that is a count.
    func count(_ key: String) -> Int? { self[key]?.integer.flatMap { Int(exactly: $0) }.flatMap { $0 < 0 ? nil : $0 } }

    /// The arguments of a function call as a text of JSON, whether they came as one or as JSON; nil for `null`.
    var argumentText: String? { isNull ? nil : plainText }
}
