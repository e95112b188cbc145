import JSON

/// Changes every text in a value: strings, the keys of objects, and numbers by the digits they are written with.
///
/// A string that holds JSON is changed inside, where escapes are read, and then as a text. A number that changes becomes
/// a string.
enum JSONTexts {
    /// How often JSON within strings within JSON is looked into.
    private static let deepest = 8
    /// The least number that can be anything of interest, by its magnitude.
    private static let leastNumber: UInt64 = 1_000_000_000

    /// Returns `value` with every text changed by `change`.
    static func changed<Failure: Error>(
        _ value: JSONValue, level: Int = 0, by change: (String) throws(Failure) -> String
    ) throws(Failure) -> JSONValue {
        switch value {
        case .null, .bool: return value
        case .integer, .number:
            guard let integer = value.integer, integer.magnitude >= leastNumber else { return value }
            let text = String(integer)
            let changed = try change(text)
            return changed == text ? value : .string(changed)
        case .string(let text): return .string(try string(text, level: level, by: change))
        case .array(let elements):
            var list: [JSONValue] = []
            for element in elements { list.append(try changed(element, level: level, by: change)) }
            return .array(list)
        case .object(let object): return .object(try changed(object, level: level, by: change))
        }
    }

    /// Returns `object` with every text in it changed by `change`.
    static func changed<Failure: Error>(
        _ object: JSONObject, level: Int = 0, by change: (String) throws(Failure) -> String
    ) throws(Failure) -> JSONObject {
        var members: [(key: String, value: JSONValue)] = []
        for (key, member) in zip(try keys(object.keys, by: change), object.members) {
            members.append((key, try changed(member.value, level: level, by: change)))
        }
        return JSONObject(uncheckedDistinct: members)
    }

    /// The keys, changed. Two spellings of one thing were two members before: the later ones get a number, so that no
    /// member is lost.
    private static func keys<Failure: Error>(
        _ keys: [String], by change: (String) throws(Failure) -> String
    ) throws(Failure) -> [String] {
        var changed: [String] = []
        for key in keys { changed.append(try change(key)) }
        guard changed != keys else { return keys }
        var seen: Set<String> = []
        return changed.map { key in
            var distinct = key
            var count = 1
            while !seen.insert(distinct).inserted {
                count += 1
                distinct = "\(key) (\(count))"
            }
            return distinct
        }
    }

    private static func string<Failure: Error>(
        _ text: String, level: Int, by change: (String) throws(Failure) -> String
    ) throws(Failure) -> String {
        let inside = level < deepest ? JSONValue.string(text).readStructure : .null
        guard inside.array != nil || inside.object != nil else { return try change(text) }
        let outside = try changed(inside, level: level + 1, by: change)
        return try change(outside == inside ? text : outside.text)
    }
}
