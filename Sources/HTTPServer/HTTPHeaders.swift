/// The header fields of a message in the order received. Names compare without case (RFC 9110, 5.1).
///
/// All fields lie in one buffer, so that taking a request over from C costs two allocations whatever their number.
package struct HTTPHeaders: Sendable {
    /// Offsets into `bytes`; the value begins where the name ends. Half the size of two ranges of `Int`.
    private struct Field {
        var start: UInt32
        var middle: UInt32
        var end: UInt32

        var name: Range<Int> { Int(start)..<Int(middle) }
        var value: Range<Int> { Int(middle)..<Int(end) }
    }

    private var bytes: [UInt8] = []
    private var fields: [Field] = []

    /// Creates an empty list.
    package init() {}

    /// Creates a list from names and values.
    package init(_ fields: [(String, String)]) {
        for (name, value) in fields { append(name: name.utf8, value: value.utf8) }
    }

    /// Makes room for fields, so that adding them allocates no more.
    mutating func reserve(bytes count: Int, fields number: Int) {
        bytes.reserveCapacity(count)
        fields.reserveCapacity(number)
    }

    /// Adds a field behind the others.
    package mutating func append(name: some Sequence<UInt8>, value: some Sequence<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: name)
        let middle = bytes.count
        bytes.append(contentsOf: value)
        note(start, middle)
    }

    /// Adds a field behind the others; from memory of this type the standard library copies in one piece.
    mutating func append(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: name)
        let middle = bytes.count
        bytes.append(contentsOf: value)
        note(start, middle)
    }

    private mutating func note(_ start: Int, _ middle: Int) {
        fields.append(
            Field(
                start: UInt32(truncatingIfNeeded: start), middle: UInt32(truncatingIfNeeded: middle),
                end: UInt32(truncatingIfNeeded: bytes.count)))
    }

    /// The number of fields.
    package var count: Int { fields.count }

    /// The first value of the field called `name`, or nil. Bytes that are not UTF-8 are replaced.
    package subscript(name: String) -> String? {
        Self.withUTF8(of: name) { name in
            bytes.withUnsafeBufferPointer { bytes in
                for field in fields where Self.matches(bytes, field.name, name) {
                    return String(decoding: UnsafeBufferPointer(rebasing: bytes[field.value]), as: UTF8.self)
                }
                return nil
            }
        }
    }

    /// Every value of the field called `name`, in order.
    package func values(of name: String) -> [String] {
        Self.withUTF8(of: name) { name in
            bytes.withUnsafeBufferPointer { bytes in
                fields.filter { Self.matches(bytes, $0.name, name) }.map {
                    String(decoding: bytes[$0.value], as: UTF8.self)
                }
            }
        }
    }

    /// Every field in order, names as received.
    package var all: [(name: String, value: String)] {
        fields.map {
            (String(decoding: bytes[$0.name], as: UTF8.self), String(decoding: bytes[$0.value], as: UTF8.self))
        }
    }

    /// Lets `body` read a text's own bytes, without the copy that `String.withUTF8` wants to be able to change.
    private static func withUTF8<T>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        text.utf8.withContiguousStorageIfAvailable(body) ?? Array(text.utf8).withUnsafeBufferPointer(body)
    }

    private static func matches(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ name: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard range.count == name.count else { return false }
        for index in 0..<name.count {
            let (ours, theirs) = (bytes[range.lowerBound + index], name[index])
            guard ours == theirs || lowercased(ours) == lowercased(theirs) else { return false }
        }
        return true
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
