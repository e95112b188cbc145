/// The shelf a kind of grader stands on when the kinds are listed to people, in this order.
package enum GraderFamily: String, Sendable, CaseIterable {
    case match, similarity, overlap, numeric, structure, retrieval, tools, measures, safety
    case aggregators, external, judges

    /// The heading of the shelf.
    package var title: String {
        switch self {
        case .match: "Exact and string match"
        case .similarity: "Character similarity"
        case .overlap: "Word and n-gram overlap"
        case .numeric: "Numbers"
        case .structure: "JSON and other formats"
        case .retrieval: "Retrieval"
        case .tools: "Tools and trajectories"
        case .measures: "Length, cost and other measures of the trace"
        case .safety: "Safety and style"
        case .aggregators: "Aggregators"
        case .external: "Your own code"
        case .judges: "Judges"
        }
    }
}
