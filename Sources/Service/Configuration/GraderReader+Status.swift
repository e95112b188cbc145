import Evaluation
import JSON

extension GraderReader {
    /// What a failed grade leaves behind.
    private enum FailureReport: String, CaseIterable {
        case nothing, status
    }

    /// Reads `on_failure` of a grader. An aggregator has read its own by then, which is about its parts.
    func writesStatus(_ built: BuiltGrader, _ reader: inout JSONReader) throws(JSONReadError) -> Bool {
        guard case .grader = built else { return false }
        return try reader.choice("on_failure", default: FailureReport.nothing) == .status
    }

    /// Checks that no score is called what a status will be.
    func refuseTakenStatusNames(_ graders: [(ConfiguredGrader, JSONReader)]) throws(JSONReadError) {
        for (grader, reader) in graders where grader.writesStatus {
            if grader.grader.partNames.contains("status") {
                throw reader.error(
                    "on_failure", "the grader's own part `status` is written as `\(grader.statusName)` already")
            }
            for (other, _) in graders where other.name != grader.name {
                let names = [other.scoreName] + other.grader.partNames.map { "\(other.scoreName).\($0)" }
                guard names.contains(grader.statusName) else { continue }
                throw reader.error(
                    "on_failure",
                    "grader `\(other.name)` writes the score `\(grader.statusName)` already; give one of them another"
                        + " `score_name`")
            }
        }
    }
}
