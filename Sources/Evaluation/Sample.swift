package import JSON

/// What a grader sees: the four fields of the field, taken from a trace by the grader's mapping.
package struct Sample: Sendable {
    /// The fields a grader may read, by their names in `map` and in prompts.
    package enum Field: String, Sendable, CaseIterable { case output, expected, input, context }

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

    /// Creates a sample.
    package init(
        output: JSONValue?, expected: JSONValue? = nil, input: JSONValue? = nil, context: JSONValue? = nil, trace: Trace
    ) {
        self.output = output
        self.expected = expected
        self.input = input
        self.context = context
        self.trace = trace
    }

    /// The value of `field`.
    package subscript(field: Field) -> JSONValue? {
        switch field {
        case .output: output
        case .expected: expected
        case .input: input
        case .context: context
        }
    }
}
