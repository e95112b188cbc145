import Evaluation

/// The output and the references that a grader compares.
struct ComparedTexts {
    let output: String
    let references: [String]

    /// How many bytes of UTF-8 output and references may have together for a metric of overlap, 1 MiB.
    static let maximumBytes = 1 << 20
    /// How many bytes a metric of similarity reads at most, 16 MiB: the output once for each reference, and the
    /// references.
    static let maximumPairBytes = 1 << 24
    /// The first bound in words, for a kind's formula.
    static let bound =
        "At most \(Sample.maximumReferences) references; output and references together have at most 1 MiB."
    /// The second one.
    static let pairBound =
        "At most \(Sample.maximumReferences) references; the output once for each and the references have at most 16"
        + " MiB."

    /// Takes the texts of `sample` for a metric of overlap, each as `normalization` has it, in lower case when asked,
    /// and then as `prepare` makes it.
    ///
    /// - Throws: `limit_exceeded` when they have more than `maximumBytes`.
    init(
        _ sample: Sample, _ normalization: Normalization, isLowercase: Bool = false,
        prepare: (String) -> String = { $0 }
    ) throws(GradeFailure) {
        try self.init(sample, readsOutputAgain: false, maximum: Self.maximumBytes) {
            prepare(normalization.applied(to: $0, isLowercase: isLowercase))
        }
    }

    /// Takes the texts of `sample` for a metric that reads the output anew for each reference.
    ///
    /// - Throws: `limit_exceeded` when that comes to more than `maximumPairBytes`.
    init(pairsOf sample: Sample, prepare: (String) -> String) throws(GradeFailure) {
        try self.init(sample, readsOutputAgain: true, maximum: Self.maximumPairBytes, prepare)
    }

    private init(
        _ sample: Sample, readsOutputAgain: Bool, maximum: Int, _ prepare: (String) -> String
    ) throws(GradeFailure) {
        let output = try sample.text(.output)
        var references = try sample.references()
        let once = references.reduce(0) { $0 + $1.utf8.count }
        let bytes = once + output.utf8.count * (readsOutputAgain ? references.count : 1)
        guard bytes <= maximum else {
            throw GradeFailure(
                code: .limitExceeded,
                message: (readsOutputAgain ? "the output once for each reference" : "output")
                    + " and references have \(bytes) bytes together, \(maximum) are allowed; map a shorter part of the"
                    + " trace")
        }
        self.output = prepare(output)
        for index in references.indices { references[index] = prepare(references[index]) }
        self.references = references
    }

    /// The value of the reference that gives the highest; the first of several.
    func best<T>(by key: (T) -> Double, _ judge: (String) throws(GradeFailure) -> T) throws(GradeFailure) -> T {
        var best: T?
        for reference in references {
            let judged = try judge(reference)
            if let known = best, key(judged) <= key(known) { continue }
            best = judged
        }
        guard let best else { throw .missing(.expected) }
        return best
    }
}
