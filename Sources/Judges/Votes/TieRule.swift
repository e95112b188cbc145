/// What becomes of a vote that two values have won.
enum TieRule: String, Sendable, CaseIterable {
    /// The lower of the values; no before yes.
    case lowest
    /// The higher of the values; yes before no.
    case highest
    /// The value that was voted for first.
    case first
    /// There is no verdict.
    case fail
}
