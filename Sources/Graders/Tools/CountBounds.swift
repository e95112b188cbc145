import JSON

/// How often something may happen: `min` and `max` of a grader, both included.
struct CountBounds: Sendable {
    private let minimum: Int
    private let maximum: Int?

    /// Reads `min` and `max`. `fallback` is the minimum when neither is given.
    init(_ reader: inout JSONReader, minimum fallback: Int) throws(JSONReadError) {
        let minimum = try reader.integer("min", in: 0...1_000_000).map { Int($0) }
        maximum = try reader.integer("max", in: 0...1_000_000).map { Int($0) }
        // A maximum alone allows none at all.
        self.minimum = minimum ?? (maximum == nil ? fallback : 0)
        if let maximum, self.minimum > maximum {
            throw reader.error("max", "must be at least `min`, \(self.minimum); found \(maximum)")
        }
    }

    /// Whether neither bound says anything.
    var isOpen: Bool { minimum == 0 && maximum == nil }

    /// Whether `count` lies within.
    func contains(_ count: Int) -> Bool { count >= minimum && count <= maximum ?? .max }

    /// The bounds in words.
    var text: String {
        [minimum > 0 || maximum == nil ? "at least \(minimum)" : nil, maximum.map { "at most \($0)" }]
            .compactMap(\.self).joined(separator: " and ")
    }
}
