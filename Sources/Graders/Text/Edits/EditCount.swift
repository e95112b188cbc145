/// How far two texts are apart by one way of editing, in whole edits.
package struct EditCount: Sendable, Equatable {
    /// The number of edits, 0 for equal texts.
    package let distance: Int
    /// The largest number of edits that texts of these lengths can need.
    package let maximum: Int
    /// Whether the texts are further apart than was asked about, and `distance` is only the least it can be.
    var isLowerBound = false

    /// What need not be edited: maximum − distance.
    package var similarity: Int { maximum - distance }

    /// distance / maximum: from 0 for equal texts, two empty ones included, to 1.
    package var normalizedDistance: Double { maximum == 0 ? 0 : Double(distance) / Double(maximum) }

    /// 1 − distance / maximum: from 0 to 1 for equal texts, two empty ones included.
    package var normalizedSimilarity: Double { 1 - normalizedDistance }
}
