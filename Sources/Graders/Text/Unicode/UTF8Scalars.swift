/// The scalars of valid UTF-8.
enum UTF8Scalars {
    /// The length of a sequence that begins with `lead`.
    @inline(__always)
    static func length(_ lead: UInt8) -> Int { lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }

    /// The scalar that begins at `index`.
    @inline(__always)
    static func scalar(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let lead = UInt32(bytes[index])
        switch lead {
        case ..<0x80: return lead
        case ..<0xE0: return (lead & 0x1F) << 6 | tail(bytes[index + 1])
        case ..<0xF0: return (lead & 0x0F) << 12 | tail(bytes[index + 1]) << 6 | tail(bytes[index + 2])
        default:
            return (lead & 0x07) << 18 | tail(bytes[index + 1]) << 12 | tail(bytes[index + 2]) << 6
                | tail(bytes[index + 3])
        }
    }

    /// Where the scalar begins that ends before `index`, which is above 0.
    @inline(__always)
    static func start(before index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var start = index - 1
        while start > 0 && bytes[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    @inline(__always)
    private static func tail(_ byte: UInt8) -> UInt32 { UInt32(byte & 0x3F) }

    /// The scalars of `bytes` for which `isIncluded` holds.
    @inline(__always)
    static func scalars(
        of bytes: UnsafeBufferPointer<UInt8>, where isIncluded: (Unicode.Scalar) -> Bool = { _ in true }
    ) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: bytes.count) { target, count in
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                let value = byte < 0x80 ? UInt32(byte) : scalar(at: index, in: bytes)
                index += length(byte)
                guard isIncluded(Unicode.Scalar(value).unsafelyUnwrapped) else { continue }
                target.initializeElement(at: count, to: Int32(bitPattern: value))
                count += 1
            }
        }
    }
}
