import Evaluation
import HTTPClient
import JSON
import Synchronization
import Timing

/// Knows the score configs of the project; asks Langfuse for one the first time it is needed and every few minutes.
final class ScoreConfigDirectory: Sendable {
    /// A config, or the knowledge that there is none.
    private struct Entry {
        var config: ScoreConfig?
        var expiry: Timestamp
    }

    /// How long a config is believed; one that does not exist may be made any minute.
    private static let lifetime = Duration.seconds(300)
    private static let absenceLifetime = Duration.seconds(30)
    /// More configs than any project has; beyond it what is known is forgotten.
    private static let capacity = 1000

    private let client: LangfuseClient
    private let entries = Mutex<[String: Entry]>([:])
    private let fetches = SharedFetch<String, ScoreConfig?, LangfuseError>.ofLangfuse()

    init(client: LangfuseClient) {
        self.client = client
    }

    /// Returns the config with this id, or nil when the project has none.
    func config(_ id: String) async throws(LangfuseError) -> ScoreConfig? {
        if let entry = fresh(id) { return entry.config }
        return try await fetches.value(of: id) { () async throws(LangfuseError) in
            // Another fetch may have ended between the look above and this.
            if let entry = self.fresh(id) { return entry.config }
            let config = try await self.fetch(id)
            let now = self.client.time.now()
            self.entries.withLock { entries in
                if entries.count >= Self.capacity { entries = [:] }
                entries[id] = Entry(
                    config: config, expiry: now + (config == nil ? Self.absenceLifetime : Self.lifetime))
            }
            return config
        }
    }

    private func fresh(_ id: String) -> Entry? {
        let now = client.time.now()
        return entries.withLock { entries in
            guard let entry = entries[id], now < entry.expiry else { return nil }
            return entry
        }
    }

    private func fetch(_ id: String) async throws(LangfuseError) -> ScoreConfig? {
        let path = "/score-configs/\(LangfuseClient.percentEncoded(id))"
        do throws(LangfuseError) {
            guard let config = ScoreConfig(try await client.get(path)) else {
                throw client.malformed("GET \(path)", "the answer is not a score config")
            }
            return config
        } catch  where error.code == .notFound {
            return nil
        }
    }
}
