import Evaluation

/// How close two vectors are. Reckoned in doubles; the vectors have the same length and are not all zeros.
enum VectorMetric: String, Sendable, CaseIterable {
    /// The cosine of the angle between them, -1 to 1.
    case cosine
    /// The sum of the products; of vectors of length 1 the cosine.
    case dot
    /// The distance, 0 or more.
    case euclidean

    /// How far from 1 the length of a vector may be for its products to be on a scale.
    static let lengthTolerance = 0.01

    /// The cosine, product or distance.
    ///
    /// - Throws: `invalid_input` for a product of vectors that are not of length 1: it would be on no scale.
    func value(_ first: [Float], _ second: [Float]) throws(GradeFailure) -> Double {
        switch self {
        case .cosine:
            let cosine = Self.product(first, second) / (Self.length(first) * Self.length(second))
            return min(1, max(-1, cosine))
        case .dot:
            for length in [Self.length(first), Self.length(second)] where abs(length - 1) > Self.lengthTolerance {
                throw GradeFailure(
                    code: .invalidInput,
                    message: "the model's vectors are not of length 1, so that their products are on no scale; use"
                        + " `metric: cosine`")
            }
            return Self.product(first, second)
        case .euclidean:
            let square = zip(first, second).reduce(0.0) { sum, pair in
                let difference = Double(pair.0) - Double(pair.1)
                return sum + difference * difference
            }
            return square.squareRoot()
        }
    }

    /// `value` as a score from 0 to 1: a distance d as 1 / (1 + d), anything else cut off at `low` and stretched.
    func score(_ value: Double, from low: Double) -> Double {
        self == .euclidean ? 1 / (1 + value) : min(1, max(0, (value - low) / (1 - low)))
    }

    private static func product(_ first: [Float], _ second: [Float]) -> Double {
        zip(first, second).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    private static func length(_ vector: [Float]) -> Double { product(vector, vector).squareRoot() }
}
