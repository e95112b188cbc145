import Cryptography

/// What evaluation steps were written from: SHA-256 over the criterion, the hash of the prompt that has them written, the
/// language, and the model as the provider knows it, each with its length before it.
///
/// The prompt's hash covers its text and so its version, the system message, and the fields that the examiner will see. Left
/// out is what does not change the question: the names of the judge and of its model in the configuration, temperature,
/// seed and token limit. Two draws of the same question are two lists of steps, and scores by other
/// steps are another measurement: the first list stays.
package struct StepKey: Sendable, Hashable {
    /// The 32 bytes of the digest.
    package let bytes: [UInt8]

    /// The key of the steps by which `model`, a `ChatModel`'s identity, has `criteria` judged, written for a prompt with the
    /// hash `promptHash` in `language`.
    package init(criteria: String, promptHash: String, language: String, model: String) {
        // A number of its own for each way of making keys: those of older versions then match nothing.
        let parts = ["gradehook steps 1", criteria, promptHash, language, model].map { Array($0.utf8) }
        bytes = MessageDigest.sha256(
            ofPieces: parts.flatMap { [withUnsafeBytes(of: UInt64($0.count).bigEndian, Array.init), $0] })
    }
}
