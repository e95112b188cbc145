package import JSON

extension GraderPrerequisite {
    /// Reads the parameter `only_if`; nil when it is absent. Whether the grader exists and may be compared so is checked by
    /// `validate`, once all of them are known.
    package init?(from reader: inout JSONReader) throws(JSONReadError) {
        guard var condition = try reader.reader("only_if") else { return nil }
        let grader = try condition.requiredString("grader")
        var range = Range()
        range.atLeast = try condition.number("at_least")
        range.atMost = try condition.number("at_most")
        range.passed = try condition.optional("passed", "true or false", \.bool)
        range.values = try Self.values(&condition)
        try condition.finish()
        guard range != Range() else {
            throw JSONReadError(
                pointer: condition.pointer, message: "give at least one of at_least, at_most, equals, in and passed")
        }
        if let least = range.atLeast, let most = range.atMost, least > most {
            throw condition.error("at_most", "must not be below `at_least`, \(JSONValue.number(least).text)")
        }
        self.init(grader: grader, range: range, pointer: condition.pointer)
    }

    private static func values(_ condition: inout JSONReader) throws(JSONReadError) -> [ScoreValue]? {
        let equals = condition.value("equals")
        let list = try condition.optional("in", "a list", \.array)
        switch (equals, list) {
        case (nil, nil): return nil
        case (_?, _?): throw condition.error("in", "`equals` is given too; put its value into the list")
        case (let value?, nil): return [try Self.value(value, at: condition.path("equals"))]
        case (nil, let list?):
            guard !list.isEmpty else { throw condition.error("in", "the list is empty") }
            var values: [ScoreValue] = []
            for (index, value) in list.enumerated() {
                values.append(try Self.value(value, at: "\(condition.path("in"))/\(index)"))
            }
            return values
        }
    }

    private static func value(_ value: JSONValue, at pointer: String) throws(JSONReadError) -> ScoreValue {
        switch value {
        case .bool(let flag): return .boolean(flag)
        case .string(let label): return .categorical(label)
        default:
            guard let number = value.double else {
                throw JSONReadError(pointer: pointer, message: "expected a number, true, false or a label")
            }
            return .numeric(number)
        }
    }

    /// Checks that a grader of `traits` can be in the range.
    ///
    /// - Throws: `JSONReadError` at the key that makes no sense.
    package func validate(_ traits: PartTraits) throws(JSONReadError) {
        let isLabel = if case .categorical = traits.scale.kind { true } else { false }
        for (key, bound) in [("at_least", range.atLeast), ("at_most", range.atMost)] where bound != nil && isLabel {
            throw error(key, "`\(grader)` gives labels, which have no order; use `equals` or `in`")
        }
        for value in range.values ?? [] {
            if let problem = Self.problem(value, traits.scale) {
                throw error(range.values?.count == 1 ? "equals" : "in", "`\(grader)` \(problem)")
            }
        }
        guard range.passed != nil else { return }
        let example: ScoreValue =
            isLabel ? .categorical("") : traits.scale.kind == .boolean ? .boolean(true) : .numeric(0)
        if traits.scale.passes(example, threshold: traits.threshold) == nil {
            throw error("passed", "`\(grader)` neither passes nor fails; give it a `threshold`, or compare its value")
        }
    }

    private func error(_ key: String, _ message: String) -> JSONReadError {
        JSONReadError(pointer: "\(pointer)/\(key)", message: message)
    }

    /// Why `value` can never be one of `scale`; nil when it can.
    private static func problem(_ value: ScoreValue, _ scale: Scale) -> String? {
        switch (value, scale.kind) {
        case (.numeric(let number), .numeric(let range)):
            range.contains(number)
                ? nil
                : "goes from \(JSONValue.number(range.lowerBound).text) to \(JSONValue.number(range.upperBound).text)"
        case (.numeric, .unbounded), (.boolean, .boolean): nil
        case (.categorical(let label), .categorical(let labels)):
            // Texts have no list of labels, and several labels are one value.
            labels.isEmpty || labels.contains(label) || label.contains(", ")
                ? nil : "gives one of \(labels.joined(separator: ", "))"
        case (_, .boolean): "gives true or false"
        case (_, .categorical): "gives labels"
        case (_, .numeric), (_, .unbounded): "gives numbers"
        }
    }
}
