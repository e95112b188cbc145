/// Which families there are, and which names they take.
struct FamilyTable: Sendable {
    struct Entry: Sendable {
        var type: MetricType
        var help: String
    }

    private(set) var entries: [String: Entry] = [:]
    private var takenNames: Set<String> = []

    init() {}

    /// Enters a family unless it is there. False when the name stands for something else: the family of another type,
    /// or a sample of another family (a gauge `x_count` beside a histogram `x`).
    mutating func enter(_ family: String, _ type: MetricType) -> Bool {
        if let entry = entries[family] { return entry.type == type }
        let names = MetricName.taken(by: family, type)
        guard takenNames.isDisjoint(with: names) else { return false }
        takenNames.formUnion(names)
        entries[family] = Entry(type: type, help: "")
        return true
    }

    /// Sets the help text of a family that is there.
    mutating func describe(_ family: String, help: String) {
        entries[family]?.help = help
    }
}
