import Evaluation

extension Sample {
    /// The result for the reference that fits the output best; the first of several equal ones.
    ///
    /// - Throws: `limit_exceeded` when `measure` gives none, as one reference not measured may be the best.
    func bestReference<Result>(
        preparing preparation: TextPreparation, limit: String, by rank: (Result) -> Double,
        _ measure: (String, String) -> Result?
    ) throws(GradeFailure) -> Result {
        let output = preparation.prepared(try text(.output))
        var best: Result?
        for reference in try references() {
            guard let result = measure(output, preparation.prepared(reference)) else {
                throw GradeFailure(
                    code: .limitExceeded,
                    message: "output and reference are too long to compare: \(limit); map a shorter part of the trace")
            }
            if best.map({ rank(result) > rank($0) }) ?? true { best = result }
        }
        guard let best else { throw .missing(.expected) }
        return best
    }
}
