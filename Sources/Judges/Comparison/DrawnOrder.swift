import Cryptography
import JSON

/// An order that looks drawn by lot and is always the same for the same texts, so that a grade can be had again.
enum DrawnOrder {
    /// The places of `texts`, 0 to their number less one, in an order drawn by all of them.
    ///
    /// Each place is worth the SHA-256 of all texts and the place; the values are sorted.
    static func places(_ texts: [String]) -> [Int] {
        // As JSON no text can pass for the end of one and the beginning of the next.
        let seed = MessageDigest.sha256(JSONValue.array(texts.map { .string($0) }).serialized())
        let keys = texts.indices.map { Hex.encode(MessageDigest.sha256(seed + Array("\($0)".utf8))) }
        return texts.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }
}
