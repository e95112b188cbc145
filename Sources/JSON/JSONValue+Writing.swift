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
        write(into: &bytes, sortedKeys: sortedKeys, indented: indented)
        return bytes
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
