/// A formula, read.
indirect enum FormulaExpression: Sendable, Equatable {
    /// What stands between two operands.
    enum Operator: String, Sendable, CaseIterable {
        case plus = "+"
        case minus = "-"
        case times = "*"
        case over = "/"
        case less = "<"
        case atMost = "<="
        case greater = ">"
        case atLeast = ">="
        case equal = "=="
        case unequal = "!="
    }

    case number(Double)
    case part(String)
    case negative(Self)
    case binary(Operator, Self, Self, position: Int)
    case call(FormulaFunction, [Self], position: Int)

    /// The value when the parts have `values`. Comparisons are worth 1 or 0.
    ///
    /// - Throws: `FormulaFault` as soon as anything divides by zero or leaves the finite numbers; nothing further out can
    ///   hide it.
    func value(_ values: [String: Double]) throws(FormulaFault) -> Double {
        switch self {
        case .number(let number): return number
        case .part(let name):
            guard let value = values[name] else { throw FormulaFault(message: "`\(name)` has no value") }
            return value
        case .negative(let inner): return try -inner.value(values)
        case .binary(let operation, let left, let right, let position):
            return try Self.apply(operation, left.value(values), right.value(values), position)
        case .call(.choose, let arguments, _):
            return try arguments[arguments[0].value(values) != 0 ? 1 : 2].value(values)
        case .call(let function, let arguments, let position):
            var numbers: [Double] = []
            for argument in arguments { numbers.append(try argument.value(values)) }
            let value = function.value(numbers)
            guard value.isFinite else {
                throw FormulaFault(message: "`\(function.rawValue)` at character \(position) has no finite value")
            }
            return value
        }
    }

    private static func apply(
        _ operation: Operator, _ left: Double, _ right: Double, _ position: Int
    ) throws(FormulaFault) -> Double {
        let value: Double
        switch operation {
        case .plus: value = left + right
        case .minus: value = left - right
        case .times: value = left * right
        case .over:
            guard right != 0 else { throw FormulaFault(message: "division by zero at character \(position)") }
            value = left / right
        case .less: value = left < right ? 1 : 0
        case .atMost: value = left <= right ? 1 : 0
        case .greater: value = left > right ? 1 : 0
        case .atLeast: value = left >= right ? 1 : 0
        case .equal: value = left == right ? 1 : 0
        case .unequal: value = left != right ? 1 : 0
        }
        guard value.isFinite else {
            throw FormulaFault(message: "`\(operation.rawValue)` at character \(position) has no finite value")
        }
        return value
    }
}
