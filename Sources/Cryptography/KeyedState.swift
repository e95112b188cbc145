/// The states of the inner and the outer digest of an HMAC right after the padded key (RFC 2104, 4).
struct KeyedState<State: DigestState>: Sendable {
    private let inner: State
    private let outer: State

    /// Digests the padded key twice. A key longer than a block is replaced by its digest (RFC 2104, 2).
    init(_ secret: [UInt8]) {
        var block = secret
        if secret.count > State.blockSize {
            var state = State.start()
            secret.withUnsafeBytes { state.update($0) }
            block = [UInt8](repeating: 0, count: State.digestSize)
            block.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { state.finish(into: start) } }
        }
        block += [UInt8](repeating: 0, count: State.blockSize - block.count)
        inner = Self.state(after: block, pad: 0x36)
        outer = Self.state(after: block, pad: 0x5C)
    }

    /// Writes the code of the message to the first `State.digestSize` bytes of `output`.
    @inline(__always)
    func write(to output: UnsafeMutablePointer<UInt8>, _ message: (HMACKey.Feed) -> Void) {
        var state = inner
        message { state.update($0) }
        state.finish(into: output)
        var last = outer
        last.update(UnsafeRawBufferPointer(start: output, count: State.digestSize))
        last.finish(into: output)
    }

    private static func state(after block: [UInt8], pad: UInt8) -> State {
        var state = State.start()
        block.map { $0 ^ pad }.withUnsafeBytes { state.update($0) }
        return state
    }
}
