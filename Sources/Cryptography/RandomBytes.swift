/// Bytes nobody can predict.
package enum RandomBytes {
    /// Returns `count` bytes from the kernel's generator (`getrandom(2)`), fit for keys. Zero gives none.
    package static func make(count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
