import Evaluation

extension ExternalContract {
    /// The parameters that every kind of this family has.
    static let parameterDocumentation: [GraderKind.Parameter] = [
        .init(
            "output", type: "object", default: "{type: numeric, min: 0, max: 1}",
            "The value: {type: numeric, min, max}, {type: boolean}, or {type: categorical, choices: [...]}. A value that"
                + " is anything else is a failure."),
        .init(
            "direction", type: "higher_is_better, lower_is_better or neutral", default: "higher_is_better",
            "Which end of the value is good."),
        .init(
            "requires", type: "list of fields", default: "[output]",
            "The fields without which it is not asked: \(Sample.Field.allCases.map(\.rawValue).joined(separator: ", "))."
                + " Those about tools are passed on only when they are here."),
        .init("parameters", type: "object", default: "{}", "Passed on with every request."),
        .init("trace", type: "boolean", default: "false", "Whether the whole trace is passed on as well."),
        .init("max_request_bytes", type: "size", default: "8MiB", "The longest request; a longer one is a failure."),
    ]
}
