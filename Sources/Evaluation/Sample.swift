package import JSON

/// What a grader sees: the fields of the field, taken from a trace by the grader's mapping.
package struct Sample: Sendable {
    /// The fields a grader may read, by their names in `map` and in prompts.
    package enum Field: String, Sendable, CaseIterable {
        case output, expected, input, context
        case toolCalls = "tool_calls"
        case expectedToolCalls = "expected_tool_calls"
        case tools
    }

    /// The answer under judgement; nil when there is none.
    package var output: JSONValue?
    /// The reference, or an array of references; nil when there is none.
    package var expected: JSONValue?
    /// The question; nil when there is none.
    package var input: JSONValue?
    /// The retrieved documents; nil when there are none.
    package var context: JSONValue?
    /// The trace all of it came from.
    package var trace: Trace
    /// What the mapping says of the fields about tools; the others are looked for when they are asked for.
    private var mapped: [Field: JSONValue?]

    /// Creates a sample. `tools` gives fields about tools, nil for one that is known to be absent; those it does not
    /// give are found in the trace.
    package init(
        output: JSONValue?, expected: JSONValue? = nil, input: JSONValue? = nil, context: JSONValue? = nil,
        trace: Trace, tools: [Field: JSONValue?] = [:]
    ) {
        self.output = output
        self.expected = expected
        self.input = input
        self.context = context
        self.trace = trace
        mapped = tools
    }

    /// The value of `field`.
    ///
    /// Tool calls that were not mapped come as a list of `{"name", "arguments"}`, read from where `ToolCall` finds them.
    package subscript(field: Field) -> JSONValue? {
        switch field {
        case .output: output
        case .expected: expected
        case .input: input
        case .context: context
        case .toolCalls, .expectedToolCalls, .tools: mapped[field] ?? found(field)
        }
    }

    /// The sample of `trace` in place of its own, with every value changed by `change`.
    func changed<Failure: Error>(
        trace: Trace, _ change: (JSONValue) throws(Failure) -> JSONValue
    ) throws(Failure) -> Sample {
        var sample = self
        sample.trace = trace
        if let output { sample.output = try change(output) }
        if let expected { sample.expected = try change(expected) }
        if let input { sample.input = try change(input) }
        if let context { sample.context = try change(context) }
        for (field, value) in mapped {
            // A field that is known to be absent stays so.
            if let value { sample.mapped[field] = .some(try change(value)) }
        }
        return sample
    }

    /// What the trace tells of tools by itself.
    private func found(_ field: Field) -> JSONValue? {
        switch field {
        case .toolCalls: ToolCall.called(output: output, trace: trace).map { .array($0.map(\.json)) }
        case .expectedToolCalls: ToolCall.expected(in: expected, trace: trace).map { .array($0.map(\.json)) }
        default: ToolDefinition.available(in: trace)
        }
    }

    /// The calls in a field about calls; nil when the field is absent.
    ///
    /// - Throws: `invalid_input` when what was mapped is of no shape known.
    package func calls(_ field: Field) throws(GradeFailure) -> [ToolCall]? {
        guard let value = mapped[field] else {
            return field == .toolCalls
                ? ToolCall.called(output: output, trace: trace) : ToolCall.expected(in: expected, trace: trace)
        }
        guard let value else { return nil }
        guard let calls = ToolCall.calls(in: value) else {
            throw GradeFailure(
                code: .invalidInput,
                message: "`\(field.rawValue)` holds no tool calls as OpenAI or Anthropic write them, nor objects with"
                    + " `name` and `arguments`")
        }
        return calls
    }
}
