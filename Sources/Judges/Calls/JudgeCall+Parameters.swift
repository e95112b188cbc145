import Evaluation

extension JudgeCall {
    /// The parameters that every kind of judge has.
    static let parameters: [GraderKind.Parameter] = [
        .init("model", type: "string", "The model to ask, by its name under `models`; needed."),
        .init(
            "language", type: "en or zh", default: "en",
            "The language of the built-in prompts, and so of the reasons."),
        .init("system", type: "string", "The system message, in place of the built-in one."),
        .init(
            "temperature", type: "number from 0 to 2, or default", default: "0",
            "The sampling temperature; default leaves it to the provider, for models that take none."),
        .init(
            "max_tokens", type: "whole number", "The most tokens a reply may have; the provider's own when absent."),
        .init("seed", type: "whole number", "The seed, for providers that take one."),
        .init(
            "cache", type: "boolean", default: "true",
            "Whether a reply kept from the same request before will do; false asks anew each time."),
        JudgeCatalogue.votesParameter,
    ]
}
