import Evaluation
import JSON

/// Judges whether every call is of a tool that exists, with arguments its schema allows.
struct ToolCallValidGrader: Grader {
    /// A tool's name and its compiled schema.
    private typealias Tools = [UTF8Key: SchemaParameter?]

    private let tools: Tools?
    /// The schemas that came with traces.
    private let cache = ToolSchemaCache()

    var requiredFields: [Sample.Field] { tools == nil ? [.toolCalls, .tools] : [.toolCalls] }
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        guard let given = reader.value("tools") else {
            tools = nil
            return
        }
        do throws(GradeFailure) {
            tools = try Self.compiled(given) { (schema) throws(JSONSchemaError) in
                try SchemaParameter(schema, isFromTrace: false)
            }
        } catch {
            throw reader.error("tools", error.message)
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        do throws(GradeFailure) {
            let calls = try sample.toolCalls(.toolCalls)
            let tools = try known(sample, Set(calls.map { UTF8Key($0.name) }))
            // Nothing was called, so nothing can be wrong or right about it.
            if calls.isEmpty { return .skipped("no tool was called") }
            for (position, call) in calls.enumerated() {
                guard let reason = try Self.fault(in: call, tools) else { continue }
                return .graded(Grade(.boolean(false), comment: "call \(position + 1): \(reason)"))
            }
            return .graded(Grade(.boolean(true), comment: "\(calls.count) valid calls"))
        } catch {
            return .failed(error)
        }
    }

    private static func fault(in call: ToolCall, _ tools: Tools) throws(GradeFailure) -> String? {
        guard let schema = tools[UTF8Key(call.name)] else { return "there is no tool \(call.name.excerpt())" }
        let arguments = call.arguments ?? .object([:])
        guard arguments.object != nil else {
            return "the arguments of \(call.name.excerpt()) are no JSON object"
        }
        return try schema?.violation(in: arguments).map { "\(call.name.excerpt()): \($0)" }
    }

    /// The tools there are, with the schemas of those in `called`.
    private func known(_ sample: Sample, _ called: Set<UTF8Key>) throws(GradeFailure) -> Tools {
        if let tools { return tools }
        guard let value = sample[.tools] else { throw .missing(.tools) }
        return try Self.compiled(value, called) { (schema) throws(JSONSchemaError) in try cache.schema(schema) }
    }

    private static func compiled(
        _ value: JSONValue, _ called: Set<UTF8Key>? = nil,
        _ compile: (JSONValue) throws(JSONSchemaError) -> SchemaParameter
    ) throws(GradeFailure) -> Tools {
        guard let definitions = ToolDefinition.definitions(in: value) else {
            throw GradeFailure(
                code: .invalidInput,
                message: "`tools` must be a list of tool definitions as OpenAI, Anthropic or MCP write them")
        }
        var tools: Tools = [:]
        for definition in definitions {
            let name = UTF8Key(definition.name)
            guard called?.contains(name) ?? true else {
                tools.updateValue(nil, forKey: name)
                continue
            }
            var schema: SchemaParameter?
            do throws(JSONSchemaError) {
                schema = try definition.parameters.map { (value) throws(JSONSchemaError) in
                    try compile(value)
                }
            } catch {
                throw GradeFailure(
                    code: .invalidInput,
                    message: "the schema of the tool \(definition.name.excerpt()) is wrong: \(error)"
                )
            }
            tools.updateValue(schema, forKey: name)
        }
        return tools
    }
}

extension ToolCallValidGrader {
    static let kind = GraderKind(
        name: "tool_call_valid",
        aliases: ["is_valid_function_call", "is_valid_openai_function_call", "is_valid_openai_tools_call"],
        family: .tools,
        summary: "Whether every call is of a tool that exists, with arguments its schema allows.",
        formula:
            "Each call's name is among the tools and its arguments are an object that follows the tool's JSON Schema"
            + " (draft 2020-12, or what its $schema says). Without any call the trace is skipped. A schema that comes with"
            + " the trace may have 1,000 schemas and 100 patterns inside it.",
        parameters: [
            .init(
                "tools", type: "list of tool definitions", default: "those of the trace",
                "The tools with their schemas, as OpenAI, Anthropic or MCP write them.")
        ],
        examples: [
            .init(trace: trace(arguments: #"{"city": "Oslo"}"#), value: .boolean(true)),
            .init(trace: trace(arguments: #"{"town": "Oslo"}"#), value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try ToolCallValidGrader(&reader)) })

    private static func trace(arguments: JSONValue) -> JSONObject {
        let schema: JSONValue = ["type": "object", "required": ["city"]]
        return [
            "id": "t",
            "metadata": ["tools": [["type": "function", "function": ["name": "weather", "parameters": schema]]]],
            "output": [
                "role": "assistant", "tool_calls": [["function": ["name": "weather", "arguments": arguments]]],
            ],
        ]
    }
}
