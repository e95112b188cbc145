extension JSONValue {
    /// Appends the value as JSON in UTF-8, in one line unless it is `indented`.
    ///
    /// Doubles are written with the fewest digits that read back as the same double, without fraction when it is zero,
    /// as JavaScript does; NaN and the infinities, which JSON cannot say, as `null`. Members keep their order unless
    /// `sortedKeys` puts them in the order of their keys' code points.
    package func write(into bytes: inout [UInt8], sortedKeys: Bool = false, indented: Bool = false) {
        var writer = JSONWriter(into: [], sortedKeys: sortedKeys, indented: indented)
        // Taken, not copied: two owners of the buffer would make the first append copy it.
        swap(&writer.bytes, &bytes)
        writer.write(self)
        swap(&writer.bytes, &bytes)
    }

    /// Returns the value as JSON in UTF-8; `write(into:)` says how.
    package func serialized(sortedKeys: Bool = false, indented: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        // One buffer that fits, in place of one that grows by doubling and stays half empty.
        bytes.reserveCapacity(approximateSize)
        write(into: &bytes, sortedKeys: sortedKeys, indented: indented)
        return bytes
    }

    /// About how many bytes the value takes in one line; more, for most texts.
    private var approximateSize: Int {
        switch self {
        case .null, .bool: 5
        case .integer, .number: 20
        // Now and then a line break or a quotation mark, which takes two.
        case .string(let text): 2 + text.utf8.count + text.utf8.count / 16
        case .array(let elements): elements.reduce(2) { $0 + $1.approximateSize + 1 }
        case .object(let object): object.members.reduce(2) { $0 + $1.key.utf8.count + $1.value.approximateSize + 4 }
        }
    }

    /// The value as JSON in one line.
    package var text: String { String(decoding: serialized(), as: UTF8.self) }

    /// Returns the value as JSON; `write(into:)` says how.
    package func text(sortedKeys: Bool, indented: Bool = false) -> String {
        String(decoding: serialized(sortedKeys: sortedKeys, indented: indented), as: UTF8.self)
    }

    /// The value as JSON for people: indented by two spaces.
    package var indentedText: String { String(decoding: serialized(indented: true), as: UTF8.self) }

    /// The text a grader compares: a string as it is, anything else as JSON in one line.
    package var plainText: String { string ?? text }
}
