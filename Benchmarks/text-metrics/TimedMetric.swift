import Evaluation
import Graders
import JSON

/// What is timed over pairs of texts: a whole grader, or only the measure inside it.
enum TimedMetric: Sendable {
    /// A metric by itself.
    case measure(@Sendable (String, String) -> Double)
    /// A kind of grader, as a configuration makes it: with the reading of the sample and the comment.
    case grader(any Grader)

    /// The metric that a line asks for: `{"name"}` of a measure, or `{"kind", "parameters"}`. Nil when there is none.
    init?(_ wanted: JSONValue) throws {
        switch wanted["name"]?.string {
        case "levenshtein": self = .measure { Double(EditMetric.levenshtein.count($0, $1)?.distance ?? -1) }
        case "indel": self = .measure { Double(EditMetric.indel.count($0, $1)?.distance ?? -1) }
        case "jaro_winkler": self = .measure { JaroSimilarity.jaroWinkler($0, $1) }
        default:
            guard let grader = try TextMetricsBench.grader(wanted) else { return nil }
            self = .grader(grader)
        }
    }

    /// The time of one call in nanoseconds: the least of many rounds over all pairs, a second in all.
    ///
    /// Runs where graders run, in the thread pool: on the main actor each call would pay for two changes of thread.
    @concurrent
    func bestNanoseconds(over pairs: [(String, String)]) async -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var best = Duration.seconds(3600)
        var rounds = 0
        while rounds < 5 || clock.now - start < .seconds(1) {
            best = min(best, await time(of: pairs, clock))
            rounds += 1
        }
        return Double(best.components.seconds) * 1e9 / Double(pairs.count)
            + Double(best.components.attoseconds) / 1e9 / Double(pairs.count)
    }

    /// One round.
    private func time(of pairs: [(String, String)], _ clock: ContinuousClock) async -> Duration {
        switch self {
        case .measure(let measure):
            var total = 0.0
            let time = clock.measure { for (left, right) in pairs { total += measure(left, right) } }
            // So that no call can be left out.
            precondition(total.isFinite)
            return time
        case .grader(let grader):
            let samples = pairs.map { left, right in
                Sample(output: .string(left), expected: .string(right), trace: Trace(id: "t"))
            }
            return await clock.measure { for sample in samples { _ = await grader.grade(sample) } }
        }
    }
}
