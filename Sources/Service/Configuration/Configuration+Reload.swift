import Cryptography
import JSON

extension Configuration {
    /// What a reload puts in force.
    private static let reloaded = [
        "sources", "models", "budget", "auto_pause", "graders", "rules", "evaluator_environments", "network",
    ]

    /// The keys at the top level by which this configuration differs from `old`, defaults filled in, and which a reload
    /// leaves as they are.
    func sectionsThatWait(since old: Configuration) -> [String] {
        let (before, after) = (EffectiveConfiguration.unreferenced(old), EffectiveConfiguration.unreferenced(self))
        var keys: [String] = []
        for (key, _) in before.members + after.members where !keys.contains(key) && !Self.reloaded.contains(key) {
            let isSecretSame = secret(of: key) == old.secret(of: key)
            if before[key] != after[key] || !isSecretSame { keys.append(key) }
        }
        return keys
    }

    /// The secret of a section, which its effective form masks.
    private func secret(of section: String) -> Secret? {
        switch section {
        case "admin": admin.token
        case "langfuse": langfuse?.secretKey
        default: nil
        }
    }
}
