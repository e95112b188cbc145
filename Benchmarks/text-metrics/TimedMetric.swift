import Graders

/// A metric with the time it takes.
struct TimedMetric: Sendable {
    let name: String
    let measure: @Sendable (String, String) -> Double

    static let all = [
        TimedMetric(name: "levenshtein") { Double(EditMetric.levenshtein.count($0, $1)?.distance ?? -1) },
        TimedMetric(name: "indel") { Double(EditMetric.indel.count($0, $1)?.distance ?? -1) },
        TimedMetric(name: "jaro_winkler") { JaroSimilarity.jaroWinkler($0, $1) },
    ]

    /// The time of one call in nanoseconds: the least of many rounds over all pairs, a second in all.
    func bestNanoseconds(over pairs: [(String, String)]) -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var best = Duration.seconds(3600)
        var rounds = 0
        var total = 0.0
        while rounds < 5 || clock.now - start < .seconds(1) {
            let time = clock.measure { for (left, right) in pairs { total += measure(left, right) } }
            best = min(best, time)
            rounds += 1
        }
        // So that no call can be left out.
        precondition(total.isFinite)
        return Double(best.components.attoseconds) / 1e9 / Double(pairs.count)
    }
}
