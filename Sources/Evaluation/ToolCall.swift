package import JSON

/// One call of a tool: its name and the arguments.
package struct ToolCall: Sendable, Equatable {
    /// The name of the tool.
    package var name: String
    /// The arguments, an object; a text that is no JSON stays a string; nil when they are not given.
    package var arguments: JSONValue?

    /// Creates a call.
    package init(name: String, arguments: JSONValue? = nil) {
        self.name = name
        self.arguments = arguments
    }

    /// The call as `{"name", "arguments"}`.
    package var json: JSONValue {
        var object: JSONObject = ["name": .string(name)]
        if let arguments { object["arguments"] = arguments }
        return .object(object)
    }
}

// The one place that knows how providers write tool calls:
// OpenAI chat completions <https://platform.openai.com/docs/api-reference/chat/object>, `tool_calls` of a message with
// `function.name` and `function.arguments` as text, and `function_call` before that; OpenAI responses, items of type
// `function_call`; Anthropic <https://docs.anthropic.com/en/api/messages>, content blocks of type `tool_use` with `name`
// and `input`; LangChain and plain data, `name` with `arguments`, `args`, `input` or `parameters`.
extension ToolCall {
    /// Returns the calls in `value`, in order: one call, a message, a response, or a list of any of them, also written
    /// as JSON text. A message without calls has none.
    ///
    /// Returns nil when `value` is of no such shape. In a list of names a string is a call without arguments.
    package static func calls(in value: JSONValue) -> [ToolCall]? {
        let value = value.readStructure
        if let list = value.array {
            var calls: [ToolCall] = []
            for element in list {
                guard let found = element.string.map({ [ToolCall(name: $0)] }) ?? self.calls(in: element) else {
                    return nil
                }
                calls += found
            }
            return calls
        }
        guard let object = value.object else { return nil }
        return calls(inMessage: object) ?? call(object).map { [$0] }
    }

    /// The calls of a message or response; nil when `object` is neither.
    private static func calls(inMessage object: JSONObject) -> [ToolCall]? {
        if let calls = object["tool_calls"] ?? object["toolCalls"] { return calls.isNull ? [] : self.calls(in: calls) }
        if let call = object["function_call"]?.object { return Self.call(call).map { [$0] } }
        if let choices = object["choices"]?.array {
            return choices.first?["message"]?.object.flatMap { self.calls(inMessage: $0) }
        }
        let items = object["output"]?.array ?? object["content"]?.array ?? []
        let calls = items.compactMap(\.object).filter(isTypedCall).compactMap { self.call($0) }
        // A plain answer is a message too; other data with lists in it is not.
        let isMessage = object["role"] != nil || object["object"] == "response"
        return calls.isEmpty && !isMessage ? nil : calls
    }

    /// Whether `object` says itself that it is a call.
    private static func isTypedCall(_ object: JSONObject) -> Bool {
        switch object["type"]?.string {
        case "tool_use", "function_call": true
        case "function": object["function"]?.object != nil
        default: false
        }
    }

    /// The calls of an output that may be anything: only messages, responses, and calls that say what they are count.
    private static func calls(inOutput value: JSONValue) -> [ToolCall]? {
        let value = value.readStructure
        if let object = value.object { return calls(inMessage: object) }
        var calls: [ToolCall]?
        for object in value.array?.compactMap(\.object) ?? [] {
            let found = isTypedCall(object) ? call(object).map { [$0] } : self.calls(inMessage: object)
            if let found { calls = (calls ?? []) + found }
        }
        return calls
    }

    private static func call(_ object: JSONObject) -> ToolCall? {
        let body = object["function"]?.object ?? object
        guard let name = body["name"]?.string, !name.isEmpty else { return nil }
        let keys = ["arguments", "args", "input", "parameters", "input_parameters"]
        let given = keys.lazy.compactMap { body[$0] }.first { !$0.isNull }
        return ToolCall(name: name, arguments: given.map { read($0) })
    }

    /// Arguments written as JSON text are read; no text at all is no arguments.
    private static func read(_ value: JSONValue) -> JSONValue {
        guard let text = value.string else { return value }
        if text.utf8.allSatisfy({ $0 <= 0x20 }) { return .object([:]) }
        return (try? JSONValue(parsing: text)) ?? value
    }
}

extension ToolCall {
    /// The calls a trace tells of: those in `output`, else its observations of type `TOOL` by start time, whose input
    /// are the arguments.
    ///
    /// None when an output with room for calls or the observations show that there was no call; nil when neither is
    /// there, so that nobody knows.
    static func called(output: JSONValue?, trace: Trace) -> [ToolCall]? {
        let fromOutput = output.flatMap { calls(inOutput: $0) }
        if let fromOutput, !fromOutput.isEmpty { return fromOutput }
        guard let observations = trace.observations else { return fromOutput }
        return observations.filter { $0.type == "TOOL" }.map { observation in
            ToolCall(name: observation.name ?? "", arguments: observation.input.map { read($0) })
        }
    }

    /// The calls a trace should have: those in `expected`, else in its metadata's `expected_tool_calls`.
    static func expected(in expected: JSONValue?, trace: Trace) -> [ToolCall]? {
        if let calls = expected.flatMap({ calls(in: $0) }) { return calls }
        let metadata = trace.metadata
        return (metadata?["expected_tool_calls"] ?? metadata?["expectedToolCalls"]).flatMap { calls(in: $0) }
    }
}
