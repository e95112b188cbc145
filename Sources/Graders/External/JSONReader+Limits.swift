import Evaluation
import JSON
import Timing

extension JSONReader {
    /// Returns the duration `key`, or `fallback` when it is absent. Refuses less than a millisecond and more than an hour.
    mutating func timeLimit(_ key: String, default fallback: Duration) throws(JSONReadError) -> Duration {
        guard let value = value(key) else { return fallback }
        guard let text = value.string, let duration = try? DurationText.parse(text) else {
            throw error(key, "expected a duration with its unit, e.g. 500ms, 30s or 5m")
        }
        guard (.milliseconds(1) ... .seconds(3_600)).contains(duration) else {
            throw error(key, "expected a duration from 1ms to 1h, found \(text)")
        }
        return duration
    }

    /// Returns the size `key` in bytes, or `fallback` when it is absent. Refuses less than 64 bytes and more than 64 MiB.
    mutating func sizeLimit(_ key: String, default fallback: Int) throws(JSONReadError) -> Int {
        guard let value = value(key) else { return fallback }
        guard let bytes = value.integer.map({ Int($0) }) ?? value.string.flatMap(ByteSize.parse) else {
            throw error(key, "expected a size, e.g. 4096, 64KiB or 1MiB")
        }
        guard (64...(64 << 20)).contains(bytes) else {
            throw error(key, "expected a size from 64 B to 64MiB, found \(bytes) bytes")
        }
        return bytes
    }

    /// Returns the object of texts `key`, empty when it is absent. Messages never repeat a value: it may be a secret.
    mutating func texts(_ key: String) throws(JSONReadError) -> [(name: String, value: String)] {
        guard let reader = try reader(key) else { return [] }
        var texts: [(name: String, value: String)] = []
        for (name, value) in reader.object.members {
            guard value.array == nil, value.object == nil, !value.isNull else {
                throw reader.error(name, "expected a text, found \(value.kindName)")
            }
            let text = value.plainText
            guard !name.isEmpty, !(name + text).utf8.contains(0) else {
                throw reader.error(name, "names cannot be empty, and nothing here can have a zero byte")
            }
            texts.append((name, text))
        }
        return texts
    }
}
