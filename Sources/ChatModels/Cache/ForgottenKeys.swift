/// The keys that were forgotten last, as many as a store may still have to delete: it may bring a reply back until then.
///
/// Two sets take turns, so that between once and twice `maximum` keys are known.
struct ForgottenKeys: Sendable {
    private let maximum: Int
    private var latest: Set<ResponseKey> = []
    private var earlier: Set<ResponseKey> = []

    /// Knows at least the last `maximum` keys.
    init(maximum: Int) { self.maximum = maximum }

    /// Whether `key` was forgotten, and nothing kept under it since.
    func contains(_ key: ResponseKey) -> Bool { latest.contains(key) || earlier.contains(key) }

    /// Notes that `key` was forgotten.
    mutating func insert(_ key: ResponseKey) {
        if latest.count >= maximum {
            earlier = latest
            latest = []
        }
        latest.insert(key)
    }

    /// Notes that something was kept under `key`.
    mutating func remove(_ key: ResponseKey) {
        latest.remove(key)
        earlier.remove(key)
    }
}
