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
            if before[key] != after[key] || !isSecretSame(of: key, as: old) { keys.append(key) }
        }
        return keys
    }

    /// Whether what the effective form of a section masks, or does not show, is as in `old`.
    private func isSecretSame(of section: String, as old: Configuration) -> Bool {
        switch section {
        case "admin": admin.token == old.admin.token
        case "langfuse":
            langfuse?.secretKey == old.langfuse?.secretKey
                && langfuse?.connection.profile == old.langfuse?.connection.profile
        default: true
        }
    }
}
