/// Why a formula has no value for the parts it was given.
struct FormulaFault: Error, Equatable {
    /// What happened, with the character where.
    var message: String
}
