/// Reads formulas by recursive descent, loosest operators first:
///
///     comparison = sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]
///     sum        = product {("+" | "-") product}
///     product    = factor {("*" | "/") factor}
///     factor     = "-" factor | number | name | quoted name | function "(" comparison {"," comparison} ")"
///                | "(" comparison ")"
struct FormulaParser {
    /// Deeper nesting is refused, so that no configuration can exhaust the stack.
    static let maximumDepth = 50
    /// Longer formulas are refused, for the same reason.
    static let maximumTokens = 1_000

    /// The parts named, in order of their first mention, with the character where.
    private(set) var parts: [(name: String, position: Int)] = []
    private let tokens: [FormulaToken]
    private var index = 0
    private var depth = 0

    init(_ text: String) throws(FormulaError) {
        tokens = try FormulaLexer.tokens(of: text)
        guard tokens.count <= Self.maximumTokens else {
            throw FormulaError(
                position: tokens[Self.maximumTokens].position,
                message: "a formula has at most \(Self.maximumTokens) words and signs")
        }
    }

    /// Reads the whole text.
    mutating func parse() throws(FormulaError) -> FormulaExpression {
        let expression = try comparison()
        guard token.kind == .end else {
            throw FormulaError(position: token.position, message: "expected an operator, found \(token.text)")
        }
        return expression
    }

    private var token: FormulaToken { tokens[index] }

    /// Moves on when the next token is one of `operators`, and returns which, with its position.
    private mutating func take(
        _ operators: [FormulaExpression.Operator]
    ) -> (FormulaExpression.Operator, position: Int)? {
        guard case .symbol(let symbol) = token.kind,
            let found = operators.first(where: { $0.rawValue == symbol })
        else { return nil }
        let position = token.position
        index += 1
        return (found, position)
    }

    private mutating func take(symbol: String) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        index += 1
        return true
    }

    private mutating func comparison() throws(FormulaError) -> FormulaExpression {
        let comparisons: [FormulaExpression.Operator] = [.less, .atMost, .greater, .atLeast, .equal, .unequal]
        let left = try sum()
        guard let (operation, position) = take(comparisons) else { return left }
        return .binary(operation, left, try sum(), position: position)
    }

    private mutating func sum() throws(FormulaError) -> FormulaExpression {
        var left = try product()
        while let (operation, position) = take([.plus, .minus]) {
            left = .binary(operation, left, try product(), position: position)
        }
        return left
    }

    private mutating func product() throws(FormulaError) -> FormulaExpression {
        var left = try factor()
        while let (operation, position) = take([.times, .over]) {
            left = .binary(operation, left, try factor(), position: position)
        }
        return left
    }

    private mutating func factor() throws(FormulaError) -> FormulaExpression {
        depth += 1
        defer { depth -= 1 }
        let start = token
        guard depth <= Self.maximumDepth else {
            throw FormulaError(position: start.position, message: "nested more than \(Self.maximumDepth) deep")
        }
        index += start.kind == .end ? 0 : 1
        switch start.kind {
        case .number(let number): return .number(number)
        case .quoted(let name): return part(name, start.position)
        case .name(let name):
            return take(symbol: "(") ? try call(name, start.position) : part(name, start.position)
        case .symbol("-"): return .negative(try factor())
        case .symbol("("):
            let inner = try comparison()
            try close(openedAt: start.position)
            return inner
        case .symbol, .end:
            throw FormulaError(
                position: start.position, message: "expected a grader, a number or `(`, found \(start.text)")
        }
    }

    private mutating func part(_ name: String, _ position: Int) -> FormulaExpression {
        if !parts.contains(where: { $0.name == name }) { parts.append((name, position)) }
        return .part(name)
    }

    private mutating func call(_ name: String, _ position: Int) throws(FormulaError) -> FormulaExpression {
        guard let function = FormulaFunction(rawValue: name) else {
            let known = FormulaFunction.allCases.map(\.rawValue).sorted().joined(separator: ", ")
            throw FormulaError(position: position, message: "there is no function `\(name)`; there are \(known)")
        }
        var arguments: [FormulaExpression] = []
        repeat { arguments.append(try comparison()) } while take(symbol: ",")
        try close(openedAt: position)
        guard function.arity.contains(arguments.count) else {
            throw FormulaError(
                position: position, message: "`\(name)` takes \(function.wants), found \(arguments.count)")
        }
        if function == .clamp { try refuseCrossedBounds(arguments, position) }
        return .call(function, arguments, position: position)
    }

    /// Bounds that are numbers already can be compared before there are values.
    private func refuseCrossedBounds(_ arguments: [FormulaExpression], _ position: Int) throws(FormulaError) {
        guard let low = try? arguments[1].value([:]), let high = try? arguments[2].value([:]), low > high else {
            return
        }
        throw FormulaError(
            position: position, message: "the lowest value of `clamp`, its second argument, is above the highest")
    }

    private mutating func close(openedAt position: Int) throws(FormulaError) {
        guard take(symbol: ")") else {
            throw FormulaError(
                position: token.position,
                message: "expected `)` to close what character \(position) opened, found \(token.text)")
        }
    }
}
