import Cryptography
import Evaluation
import JSON
import Timing

extension JSONReader {
    /// Returns the duration `key`, or `fallback` when it is absent. Refuses anything outside `range`.
    mutating func duration(
        _ key: String, default fallback: Duration, in range: ClosedRange<Duration> = .zero ... .seconds(31_536_000)
    ) throws(JSONReadError) -> Duration {
        guard let value = value(key) else { return fallback }
        guard let text = value.string, let duration = try? DurationText.parse(text) else {
            throw error(key, "expected a duration with its unit, e.g. 500ms, 30s or 5m")
        }
        guard range.contains(duration) else {
            throw error(
                key,
                "expected a duration from \(DurationText.format(range.lowerBound)) to "
                    + "\(DurationText.format(range.upperBound)), found \(text)")
        }
        return duration
    }

    /// Returns the size `key` in bytes, or `fallback` when it is absent. Refuses anything below `minimum`.
    mutating func size(_ key: String, default fallback: Int, minimum: Int = 1) throws(JSONReadError) -> Int {
        guard let value = value(key) else { return fallback }
        let bytes = value.integer.map { Int($0) } ?? value.string.flatMap(ByteSize.parse)
        guard let bytes else { throw error(key, "expected a size, e.g. 4096, 64KiB or 256MiB") }
        guard bytes >= minimum else { throw error(key, "expected at least \(minimum) bytes, found \(bytes)") }
        return bytes
    }

    /// Returns the count `key`, or `fallback` when it is absent.
    mutating func count(_ key: String, default fallback: Int, in range: ClosedRange<Int64>) throws(JSONReadError) -> Int
    {
        Int(try integer(key, in: range) ?? Int64(fallback))
    }

    /// Returns the secret `key`, or nil when it is absent. Refuses an empty one: it would sign anything.
    mutating func secret(_ key: String) throws(JSONReadError) -> Secret? {
        // A number or boolean in YAML is still the text the user wrote as a password.
        guard let value = value(key) else { return nil }
        guard value.array == nil, value.object == nil else { throw error(key, "expected a text") }
        let secret = Secret(value.plainText)
        guard !secret.isEmpty else { throw error(key, "the secret is empty") }
        return secret
    }

    /// Returns the texts of the list of objects `key` as readers, or an empty list when it is absent.
    mutating func readers(_ key: String) throws(JSONReadError) -> [JSONReader] {
        guard let elements = try optional(key, "a list", \.array) else { return [] }
        var readers: [JSONReader] = []
        for (index, element) in elements.enumerated() {
            readers.append(try JSONReader(element, at: "\(path(key))/\(index)"))
        }
        return readers
    }
}
