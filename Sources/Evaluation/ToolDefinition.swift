package import JSON

/// A tool a model could have called: its name and the JSON Schema of its arguments.
package struct ToolDefinition: Sendable, Equatable {
    /// The name of the tool.
    package var name: String
    /// The JSON Schema of the arguments; nil when any are allowed.
    package var parameters: JSONValue?

    /// Returns the definitions in `value`: a list, as OpenAI (`function.parameters`), Anthropic (`input_schema`) or MCP
    /// (`inputSchema`) write them, or plain objects with `name` and `parameters`; also as JSON text. Nil for any other
    /// shape.
    package static func definitions(in value: JSONValue) -> [ToolDefinition]? {
        guard let list = value.readStructure.array else { return nil }
        var definitions: [ToolDefinition] = []
        for element in list {
            guard let definition = element.object.flatMap({ definition($0) }) else { return nil }
            definitions.append(definition)
        }
        return definitions
    }

    private static func definition(_ object: JSONObject) -> ToolDefinition? {
        let body = object["function"]?.object ?? object
        guard let name = body["name"]?.string, !name.isEmpty else { return nil }
        let schema = ["parameters", "input_schema", "inputSchema"].lazy.compactMap { body[$0] }.first { !$0.isNull }
        return ToolDefinition(name: name, parameters: schema)
    }

    /// The tools of a trace: `tools` in its metadata or input, else in the input of its generations.
    static func available(in trace: Trace) -> JSONValue? {
        let own = [trace.metadata, trace.input].lazy.compactMap { $0?.readStructure["tools"] }.first { !$0.isNull }
        if let own { return own }
        let generations = (trace.observations ?? []).lazy.filter(\.isGeneration)
        return generations.compactMap { $0.input?["tools"] ?? $0["modelParameters"]?["tools"] }.first { !$0.isNull }
    }
}
