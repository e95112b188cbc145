package import Timing

/// Keeps replies beyond the life of the process. Whatever goes wrong inside is a reply not found or not kept, never an
/// error: no grade fails for a cache.
package protocol ReplyStore: Sendable {
    /// Returns the reply under `key` that was kept after `oldest`; nil when there is none, or none that can be read.
    func reply(_ key: ResponseKey, keptAfter oldest: Timestamp) async -> KeptReply?

    /// Keeps `reply`; returns at once, the writing is done later.
    func keep(_ reply: KeptReply, under key: ResponseKey)

    /// Forgets the reply under `key`; returns at once.
    func forget(_ key: ResponseKey)
}
