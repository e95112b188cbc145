import Evaluation

/// The output and the references that a metric of overlap compares.
struct OverlapTexts {
    let output: String
    let references: [String]

    /// How many bytes of UTF-8 output and references may have together, 1 MiB, so that the work is bounded.
    static let maximumBytes = 1 << 20
    /// How many references are compared with.
    static let maximumReferences = 100
    /// The bounds in words, for a kind's formula.
    static let bound = "At most \(maximumReferences) references; output and references together have at most 1 MiB."

    /// Takes the texts of `sample`, each as `prepare` makes it.
    init(_ sample: Sample, prepare: (String) -> String = { $0 }) throws(GradeFailure) {
        let output = try sample.text(.output)
        let references = try sample.references()
        let bytes = references.reduce(output.utf8.count) { $0 + $1.utf8.count }
        guard bytes <= Self.maximumBytes else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "output and references have \(bytes) bytes together, \(Self.maximumBytes) are allowed; map a"
                    + " shorter part of the trace")
        }
        guard references.count <= Self.maximumReferences else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "`expected` has \(references.count) references, \(Self.maximumReferences) are allowed")
        }
        self.output = prepare(output)
        self.references = references.map(prepare)
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

extension GradeFailure {
    /// The failure of a metric whose work grows with the product of two lengths.
    static func tooManyCells(_ left: Int, _ right: Int, maximum: Int, unit: String) -> GradeFailure {
        GradeFailure(
            code: .limitExceeded,
            message: "\(left) × \(right) \(unit) are more than the \(maximum) that are compared; map a shorter part of"
                + " the trace")
    }
}

extension Double {
    /// The number with at most four digits after the point, for a comment.
    var brief: String {
        let rounded = (self * 1e4).rounded() / 1e4
        return rounded == rounded.rounded() && rounded.magnitude < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }
}

/// Precision, recall and their harmonic mean.
struct PrecisionRecall {
    var precision = 0.0
    var recall = 0.0

    /// From what both share and what each has; 0 where one has nothing.
    init(shared: Int, candidate: Int, reference: Int) {
        if candidate > 0 { precision = Double(shared) / Double(candidate) }
        if reference > 0 { recall = Double(shared) / Double(reference) }
    }

    /// The harmonic mean; 0 when both are.
    var harmonicMean: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }

    /// Which of the three is asked for.
    enum Measure: String, CaseIterable { case fmeasure, precision, recall }

    /// The one asked for.
    subscript(measure: Measure) -> Double {
        switch measure {
        case .fmeasure: harmonicMean
        case .precision: precision
        case .recall: recall
        }
    }
}
