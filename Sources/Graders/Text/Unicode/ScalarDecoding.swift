/// Takes valid UTF-8 apart into scalars, without an allocation for each.
enum ScalarDecoding {
    /// Whether `bytes` are ASCII.
    static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // Without an early end the compiler looks at many bytes at once.
        bytes.reduce(0 as UInt8) { $0 | $1 } < 0x80
    }

    /// Decodes valid UTF-8 and lends the scalars to `body`.
    static func with<T>(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt32>) -> T) -> T {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: bytes.count) { scalars in
            var index = 0
            var count = 0
            while index < bytes.count {
                scalars.initializeElement(at: count, to: UTF8Scalars.scalar(at: index, in: bytes))
                index += UTF8Scalars.length(bytes[index])
                count += 1
            }
            return body(UnsafeBufferPointer(rebasing: scalars[..<count]))
        }
    }
}
