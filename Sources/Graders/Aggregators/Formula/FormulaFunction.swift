import Glibc

/// The functions a formula may call.
enum FormulaFunction: String, CaseIterable {
    case abs, ceil, clamp, exp, floor, log, max, mean, min, pow, round, sqrt
    /// `if(condition, then, otherwise)`; only the chosen one is computed.
    case choose = "if"

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .abs, .ceil, .exp, .floor, .log, .round, .sqrt: 1...1
        case .pow: 2...2
        case .clamp, .choose: 3...3
        case .max, .mean, .min: 1...100
        }
    }

    /// The arguments in words, for messages.
    var wants: String {
        switch arity {
        case 1...1: "one argument"
        case 2...2: "two arguments"
        case 3...3:
            self == .clamp ? "three arguments: value, lowest, highest" : "three arguments: condition, then, else"
        default: "1 to \(arity.upperBound) arguments"
        }
    }

    /// The value for `arguments`, whose number is right; may be infinite or not a number. `round` goes to the nearest
    /// whole number, halves away from zero; `log` is the natural one.
    func value(_ arguments: [Double]) -> Double {
        let first = arguments.first ?? .nan
        return switch self {
        case .abs: Swift.abs(first)
        case .ceil: first.rounded(.up)
        case .clamp: Swift.min(Swift.max(first, arguments[1]), arguments[2])
        case .exp: Glibc.exp(first)
        case .floor: first.rounded(.down)
        case .log: Glibc.log(first)
        case .max: arguments.max() ?? .nan
        case .mean: arguments.reduce(0, +) / Double(arguments.count)
        case .min: arguments.min() ?? .nan
        case .pow: Glibc.pow(first, arguments[1])
        case .round: first.rounded()
        case .sqrt: first.squareRoot()
        case .choose: first != 0 ? arguments[1] : arguments[2]
        }
    }
}
