import CZlib

/// Inflates one body with zlib.
struct InflateStream: ~Copyable {
    /// What wraps the deflated data.
    enum Format: Int32 {
        // zlib's window sizes: 15 bits, plus 16 for the gzip wrapping, negative for none.
        case zlib = 15
        case gzip = 31
        case raw = -15
    }

    /// How inflating ended.
    enum Outcome {
        case complete([UInt8])
        case overLimit
        case truncated
        case damaged
        /// The stream was fine, but so many bytes that belong to nothing follow it.
        case trailing(Int)
    }

    /// On the heap, because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private let format: Format

    /// Fails when there is no memory.
    init?(_ format: Format) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard inflateInit2_(stream, format.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            return nil
        }
        self.stream = stream
        self.format = format
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Inflates `input`, keeping at most `limit` bytes. Several gzip members in a row are joined (RFC 1952, 2.2).
    func inflate(_ input: [UInt8], limit: Int) -> Outcome {
        input.withUnsafeBufferPointer { input in
            // zlib only reads through the pointer; its type is from before `const`.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(clamping: input.count)
            var output: [UInt8] = []
            output.reserveCapacity(min(limit, input.count * 4))
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32_768) { window in
                while true {
                    let result = step(window)
                    let produced = window.count - Int(stream.pointee.avail_out)
                    guard output.count + produced <= limit else { return .overLimit }
                    output.append(contentsOf: window[..<produced])
                    if let outcome = outcome(result, output) { return outcome }
                }
            }
        }
    }

    private func step(_ window: UnsafeMutableBufferPointer<UInt8>) -> Int32 {
        stream.pointee.next_out = window.baseAddress
        stream.pointee.avail_out = UInt32(window.count)
        return CZlib.inflate(stream, Z_NO_FLUSH)
    }

    /// What a step's result means for the whole; nil to go on.
    private func outcome(_ result: Int32, _ output: [UInt8]) -> Outcome? {
        switch result {
        case Z_STREAM_END:
            let left = Int(stream.pointee.avail_in)
            if left == 0 { return .complete(output) }
            guard format == .gzip, startsMember(), inflateReset(stream) == Z_OK else { return .trailing(left) }
            return nil
        case Z_OK:
            return stream.pointee.avail_in == 0 && stream.pointee.avail_out > 0 ? .truncated : nil
        case Z_BUF_ERROR:
            return .truncated
        default:
            return .damaged
        }
    }

    private func startsMember() -> Bool {
        guard stream.pointee.avail_in >= 2, let next = stream.pointee.next_in else { return false }
        return next[0] == 0x1F && next[1] == 0x8B
    }
}
