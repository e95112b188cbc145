/// A word of a formula.
struct FormulaToken: Equatable {
    /// What it is.
    enum Kind: Equatable {
        case number(Double)
        case name(String)
        /// A name between double quotes: never a function.
        case quoted(String)
        /// An operator, a parenthesis or a comma.
        case symbol(String)
        case end
    }

    var kind: Kind
    /// Which character it begins with, counted from 1.
    var position: Int

    /// The token as messages show it.
    var text: String {
        switch kind {
        case .number: "a number"
        case .name(let name): "`\(name)`"
        case .quoted(let name): "`\"\(name)\"`"
        case .symbol(let symbol): "`\(symbol)`"
        case .end: "the end"
        }
    }
}
