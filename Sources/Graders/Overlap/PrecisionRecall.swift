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
