import Synchronization

/// The members of one metric family, made when a label set is first seen and kept.
///
/// For label sets known at start on a hot path, hold the member itself instead.
final class LabelledMetric<Member: Sendable>: Sendable {
    private let members = Mutex<[[String]: Member]>([:])
    private let make: @Sendable ([(String, String)]) -> Member
    private let labelNames: [String]

    /// Creates a family whose members carry `labelNames`; `make` registers one.
    init(_ labelNames: [String], make: @escaping @Sendable ([(String, String)]) -> Member) {
        self.labelNames = labelNames
        self.make = make
    }

    /// The member with the label `values`, in the order of the names.
    subscript(_ values: String...) -> Member {
        members.withLock { members in
            if let member = members[values] { return member }
            let member = make(Array(zip(labelNames, values)))
            members[values] = member
            return member
        }
    }
}
