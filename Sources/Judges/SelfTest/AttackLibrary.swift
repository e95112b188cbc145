import Evaluation
import JSON

/// The attacks of the self-test, from the files in `Cases/`, which are part of the program.
package enum AttackLibrary {
    /// Every case, class by class. A file that cannot be read is a fault of this program, which its tests would have met.
    package static let cases: [AttackCase] = contents.flatMap { bytes in
        do {
            return try cases(in: bytes)
        } catch {
            preconditionFailure("a case of the self-test cannot be read: \(error)")
        }
    }

    /// Reads a file: `class`, `language` and the list `cases`.
    static func cases(in bytes: [UInt8]) throws -> [AttackCase] {
        var reader = try JSONReader(try JSONValue(parsing: bytes))
        guard let attackClass = AttackClass(rawValue: try reader.requiredString("class")) else {
            throw reader.error("class", "unknown class")
        }
        let language = try reader.requiredString("language")
        let list = try reader.optional("cases", "a list", \.array) ?? []
        try reader.finish()
        return try list.enumerated().map { index, value in
            try AttackCase(
                value, number: index + 1, of: attackClass, language: language, at: "/cases/\(index)")
        }
    }

    private static let contents: [[UInt8]] = [
        PackageResources.direct_instruction_en_json, PackageResources.direct_instruction_zh_json,
        PackageResources.fake_verdict_en_json, PackageResources.fake_verdict_zh_json,
        PackageResources.fake_fence_en_json, PackageResources.fake_fence_zh_json,
        PackageResources.role_play_en_json, PackageResources.role_play_zh_json,
        PackageResources.score_lines_en_json, PackageResources.score_lines_zh_json,
        PackageResources.encoded_en_json, PackageResources.encoded_zh_json,
        PackageResources.authority_en_json, PackageResources.authority_zh_json,
        PackageResources.few_shot_en_json, PackageResources.few_shot_zh_json,
        PackageResources.hidden_unicode_en_json, PackageResources.hidden_unicode_zh_json,
        PackageResources.buried_en_json, PackageResources.buried_zh_json,
        PackageResources.emotional_en_json, PackageResources.emotional_zh_json,
    ]
}
