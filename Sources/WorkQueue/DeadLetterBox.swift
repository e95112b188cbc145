import DequeModule

/// Keeps the newest dead letters within a count and a number of bytes.
struct DeadLetterBox: Sendable {
    private let limit: Int
    private let maximumBytes: Int
    private var letters: Deque<DeadLetter> = []
    private var bytes = 0

    init(limit: Int, maximumBytes: Int) {
        self.limit = limit
        self.maximumBytes = maximumBytes
    }

    var count: Int { letters.count }

    /// Takes `letter` in and returns the letters that are dropped for it, oldest first; with a limit of 0 itself.
    mutating func add(_ letter: DeadLetter) -> [DeadLetter] {
        guard limit > 0 else { return [letter] }
        letters.append(letter)
        bytes += Self.size(letter)
        var dropped: [DeadLetter] = []
        while letters.count > limit || (bytes > maximumBytes && letters.count > 1), let oldest = letters.popFirst() {
            bytes -= Self.size(oldest)
            dropped.append(oldest)
        }
        return dropped
    }

    /// The newest `limit` letters, newest first.
    func newest(_ limit: Int) -> [DeadLetter] {
        letters.suffix(max(0, limit)).reversed()
    }

    /// The newest letter of a job called `id`, from `origin` when one is given.
    func letter(id: String, origin: String? = nil) -> DeadLetter? {
        letters.lastIndex { $0.job.isCalled(id, from: origin) }.map { letters[$0] }
    }

    /// Takes that letter out.
    mutating func remove(id: String, origin: String? = nil) {
        guard let index = letters.lastIndex(where: { $0.job.isCalled(id, from: origin) }) else { return }
        bytes -= Self.size(letters.remove(at: index))
        if letters.isEmpty { letters = [] }
    }

    private static func size(_ letter: DeadLetter) -> Int {
        letter.job.payload.count + letter.reason.utf8.count
    }
}

extension Job {
    fileprivate func isCalled(_ id: String, from origin: String?) -> Bool {
        self.id == id && (origin == nil || self.origin == origin)
    }
}
