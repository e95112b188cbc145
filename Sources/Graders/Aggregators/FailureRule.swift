import Evaluation
import JSON

/// What a part that failed or was skipped does to an aggregate. When all parts were skipped the aggregate is skipped,
/// whatever the rule.
enum FailureRule: String, CaseIterable {
    /// The aggregate fails.
    case fail
    /// The part is left out. When no part is left the aggregate fails.
    case ignore
    /// The part counts as 0, or as not passed.
    case zero

    /// The parameter as every aggregator documents it.
    static let parameter = GraderKind.Parameter(
        "on_failure", type: "fail, ignore or zero", default: "fail",
        "What a part that failed or was skipped does: fail fails the whole, ignore leaves the part out, zero counts it as"
            + " 0 (or not passed). When all parts were skipped the whole is skipped.")

    /// Reads the parameter.
    init(_ reader: inout JSONReader) throws(JSONReadError) {
        self = try reader.choice("on_failure", default: .fail)
    }
}
