import Cryptography

/// Derives the id of a score, so that grading again overwrites instead of adding (invariant 3).
package enum ScoreIdentity {
    /// The namespace of Gradehook's score ids, made once at random.
    private static let namespace: [UInt8] = [
        0x5b, 0x1f, 0x0c, 0x4e, 0x93, 0x6a, 0x4d, 0x27, 0x8e, 0x55, 0x70, 0xc2, 0x1d, 0xa9, 0x3f, 0x64,
    ]

    /// Returns the UUIDv5 (RFC 9562, 5.5) of project, target and score name.
    ///
    /// The parts are joined with U+0000, which none of them can hold, so that no two triples give one text.
    package static func id(project: String, target: Target, name: String) -> String {
        UUIDv5.make(
            namespace: namespace,
            name: [project, target.traceID, target.observationID ?? "", name].joined(separator: "\u{0}"))
    }
}
