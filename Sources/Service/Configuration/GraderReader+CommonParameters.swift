import Evaluation

extension GraderReader {
    /// The parameters that every grader has, whatever its kind.
    static let commonParameters: [GraderKind.Parameter] = [
        .init("name", type: "string", "What rules, aggregators and metrics call it."),
        .init("kind", type: "string", "The kind, by its name or an alias; `type` means the same, and `-` is `_`."),
        .init("score_name", type: "string", "The name its scores are written under; `name` when absent."),
        .init(
            "map", type: "object of JSONPaths",
            "Takes fields from another place of the trace, by RFC 9535, e.g. {expected: $.metadata.gold}. The fields are"
                + " \(Sample.Field.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")). A path that looks at too many"
                + " values is a failure (limit_exceeded)."),
        .init(
            "threshold", type: "number",
            "From which value on a sample has passed, within the grader's scale (0 and 1 for a boolean); adds `passed` to the score's metadata. Where lower is better the value"
                + " must not be above it."),
        .init("invert", type: "boolean", default: "false", "Turns the value round on its scale, the good end with it."),
        .init("score_config", type: "string", "The id of the Langfuse score config that the scores follow."),
        .init(
            "only_if", type: "object",
            "Asks this grader only when another one has a certain result: {grader: NAME} with at_least, at_most, equals, in"
                + " (a list) or passed (true or false), all of which must hold of its value as it is written. Else this one"
                + " is skipped, as it is when the other one is; when that fails, this one fails (part_failed)."),
        .init(
            "on_failure", type: "nothing or status", default: "nothing",
            "What a failed grade leaves behind. status writes a categorical score `SCORE_NAME.status`: the code of a failure"
                + " that is final, `ok` beside a score; never a number. Aggregators have an `on_failure` of their own, about"
                + " their parts."),
    ]
}
