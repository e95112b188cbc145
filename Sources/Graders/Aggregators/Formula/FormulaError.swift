/// What is wrong with the text of a formula, and where.
struct FormulaError: Error, Equatable {
    /// Which character, counted from 1 in Unicode scalars.
    var position: Int
    /// What is wrong there and what would be right.
    var message: String
}
