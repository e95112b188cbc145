// Logical expressions (RFC 9535, section 2.3.5) and functions (section 2.4).
extension JSONPathParser {
    /// What stands in a filter where a comparison, a test or an argument may follow.
    private enum Expression {
        case literal(JSONValue)
        case query(JSONPath.Query)
        /// A function whose result is a value.
        case operand(JSONPath.Operand)
        /// A function whose result is true or false.
        case test(JSONPath.Filter)
    }

    /// Reads a logical expression and the white space after it.
    mutating func filter() throws(JSONPathError) -> JSONPath.Filter {
        try nested { (parser) throws(JSONPathError) in
            let first = try parser.conjunction()
            var terms = [first]
            while parser.take("||") {
                parser.skipSpace()
                terms.append(try parser.conjunction())
            }
            return terms.count == 1 ? first : .or(terms)
        }
    }

    private mutating func conjunction() throws(JSONPathError) -> JSONPath.Filter {
        let first = try basic()
        var terms = [first]
        skipSpace()
        while take("&&") {
            skipSpace()
            terms.append(try basic())
            skipSpace()
        }
        return terms.count == 1 ? first : .and(terms)
    }

    private mutating func basic() throws(JSONPathError) -> JSONPath.Filter {
        let isNegated = take("!")
        if isNegated { skipSpace() }
        if take("(") {
            skipSpace()
            let inner = try filter()
            try expect(")")
            return isNegated ? .not(inner) : inner
        }
        let start = position
        let left = try expression()
        skipSpace()
        let operatorStart = position
        guard let comparison = takeComparison() else {
            let test = try test(left, at: start)
            return isNegated ? .not(test) : test
        }
        if isNegated { throw error("to negate a comparison, put it in parentheses", at: operatorStart) }
        let leftOperand = try operand(left, at: start)
        skipSpace()
        let rightStart = position
        return .compare(leftOperand, comparison, try operand(expression(), at: rightStart))
    }

    private mutating func takeComparison() -> JSONPath.Comparison? {
        if take("==") { return .equal }
        if take("!=") { return .notEqual }
        if take("<=") { return .lessOrEqual }
        if take(">=") { return .greaterOrEqual }
        if take("<") { return .less }
        return take(">") ? .greater : nil
    }

    private mutating func expression() throws(JSONPathError) -> Expression {
        switch peek() {
        case UInt8(ascii: "@"), UInt8(ascii: "$"): return .query(try query())
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .literal(.string(try string()))
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .literal(try number())
        default: return try wordOrCall()
        }
    }

    private mutating func query() throws(JSONPathError) -> JSONPath.Query {
        try nested { (parser) throws(JSONPathError) in
            let isRelative = parser.take("@")
            if !isRelative { try parser.expect("$") }
            return JSONPath.Query(isRelative: isRelative, segments: try parser.segments())
        }
    }

    private mutating func wordOrCall() throws(JSONPathError) -> Expression {
        let start = position
        while let byte = peek(), Self.isWordByte(byte, first: position == start) { position += 1 }
        let word = text(from: start)
        if peek() == UInt8(ascii: "(") { return try call(word, at: start) }
        switch word {
        case "true": return .literal(true)
        case "false": return .literal(false)
        case "null": return .literal(nil)
        case "": throw error("expected `@`, `$`, a literal or a function", at: start)
        default: throw error("unknown word `\(word)`; a string is written in quotes", at: start)
        }
    }

    private static func isWordByte(_ byte: UInt8, first: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): !first
        default: false
        }
    }

    private mutating func call(_ name: String, at start: Int) throws(JSONPathError) -> Expression {
        try nested { (parser) throws(JSONPathError) in
            try parser.expect("(")
            parser.skipSpace()
            let call: Expression
            switch name {
            case "length": call = .operand(.length(try parser.operand()))
            case "count": call = .operand(.count(try parser.queryArgument(of: name)))
            case "value": call = .operand(.value(try parser.queryArgument(of: name)))
            case "match", "search": call = .test(try parser.matching(name, at: start))
            default: throw parser.unknownFunction(name, at: start)
            }
            parser.skipSpace()
            try parser.expect(")")
            return call
        }
    }

    private func unknownFunction(_ name: String, at start: Int) -> JSONPathError {
        let known = ["length", "count", "match", "search", "value"]
        let hint = KeySuggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
        return error("unknown function `\(name)`; \(hint ?? "known are \(known.joined(separator: ", "))")", at: start)
    }

    private mutating func matching(_ name: String, at start: Int) throws(JSONPathError) -> JSONPath.Filter {
        guard let patterns else { throw error("`\(name)` cannot be used here: no regular expressions", at: start) }
        let text = try operand()
        skipSpace()
        try expect(",")
        skipSpace()
        let whole = name == "match"
        let patternStart = position
        let pattern = try operand()
        guard case .literal(let literal) = pattern else {
            return .matches(text: text, pattern: .computed(pattern, whole: whole, patterns))
        }
        guard let literal = literal.string else { return .matches(text: text, pattern: .compiled(nil)) }
        guard let matcher = patterns(IRegexp.translated(literal), whole) else {
            throw error("the pattern of `\(name)` does not compile", at: patternStart)
        }
        return .matches(text: text, pattern: .compiled(matcher))
    }

    private mutating func queryArgument(of name: String) throws(JSONPathError) -> JSONPath.Query {
        let start = position
        guard case .query(let query) = try expression() else {
            throw error("the argument of `\(name)` is a query, such as `@.*`", at: start)
        }
        return query
    }

    private mutating func operand() throws(JSONPathError) -> JSONPath.Operand {
        let start = position
        return try operand(expression(), at: start)
    }

    private func operand(_ expression: Expression, at start: Int) throws(JSONPathError) -> JSONPath.Operand {
        switch expression {
        case .literal(let value): return .literal(value)
        case .operand(let operand): return operand
        case .query(let query):
            guard let steps = query.steps else {
                throw error("only a query for a single value has a value here, such as `@.name` or `@[0]`", at: start)
            }
            return .singular(isRelative: query.isRelative, steps: steps)
        case .test: throw error("this function is true or false, which is no value", at: start)
        }
    }

    private func test(_ expression: Expression, at start: Int) throws(JSONPathError) -> JSONPath.Filter {
        switch expression {
        case .query(let query): return .exists(query)
        case .test(let test): return test
        case .literal: throw error("a literal must be compared with something", at: start)
        case .operand: throw error("the result of this function must be compared with something", at: start)
        }
    }
}
