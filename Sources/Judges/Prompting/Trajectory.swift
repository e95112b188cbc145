import Evaluation
import JSON

/// The steps an agent took, as a sample tells of them: the trace's observations by start time, else the tool calls.
struct Trajectory: Sendable, Equatable {
    /// The steps as JSON, one a line, so that none can pass for another; counted from 1.
    let lines: String

    /// The longest text of a step's input or output that is shown, in Unicode scalars.
    static let maximumStepText = 4000
    /// The most steps that are shown; of more the first and the last half.
    static let maximumSteps = 200

    /// The trajectory of `sample`; nil when the trace has neither observations nor tool calls.
    init?(of sample: Sample) {
        let steps =
            sample.trace.observations.map { $0.map(Self.step) }
            ?? sample[.toolCalls]?.array.map { $0.map(Self.step) } ?? []
        guard !steps.isEmpty else { return nil }
        let numbered = steps.enumerated().map { index, step in
            JSONValue.object(JSONObject([("step", .integer(Int64(index + 1)))] + step)).text
        }
        let half = Self.maximumSteps / 2
        lines =
            numbered.count <= Self.maximumSteps
            ? numbered.joined(separator: "\n")
            : (numbered.prefix(half) + ["… \(numbered.count - 2 * half) steps are left out …"]
                + numbered.suffix(half)).joined(separator: "\n")
    }

    private static func step(_ observation: TraceObservation) -> [(String, JSONValue)] {
        var step: [(String, JSONValue)] = [("type", .string(observation.type))]
        if let name = observation.name { step.append(("name", .string(name))) }
        if let input = observation.input { step.append(("input", shown(input))) }
        if let output = observation.output { step.append(("output", shown(output))) }
        if let status = observation["statusMessage"] { step.append(("status", shown(status))) }
        return step
    }

    private static func step(_ call: JSONValue) -> [(String, JSONValue)] {
        [("type", "TOOL"), ("name", call["name"] ?? ""), ("input", shown(call["arguments"] ?? .null))]
    }

    private static func shown(_ value: JSONValue) -> JSONValue {
        let text = value.plainText
        return text.unicodeScalars.count <= maximumStepText ? value : .string(text.bounded(maximumStepText))
    }
}
