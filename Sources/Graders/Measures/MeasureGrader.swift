import Evaluation
import JSON

/// Judges whether a number the trace itself tells of stays below a limit: time, money or tokens.
struct MeasureGrader: Grader {
    /// What is measured.
    enum Quantity: Sendable, Equatable {
        /// Of the whole trace; with a percentile, of its observations.
        case latency(percentile: Double?)
        case cost
        case tokens(TokenPart)
    }

    private let quantity: Quantity
    private let maximum: Double?

    let requiredFields: [Sample.Field] = []
    var scale: Scale { maximum == nil ? Scale(.unbounded, direction: .lowerIsBetter) : .boolean }

    init(latency reader: inout JSONReader) throws(JSONReadError) {
        quantity = .latency(percentile: try reader.number("percentile", in: 0...100))
        maximum = try reader.number("max_ms", in: 0 ... .greatestFiniteMagnitude)
    }

    init(cost reader: inout JSONReader) throws(JSONReadError) {
        quantity = .cost
        maximum = try reader.number("max_usd", in: 0 ... .greatestFiniteMagnitude)
    }

    init(tokens reader: inout JSONReader) throws(JSONReadError) {
        quantity = .tokens(try reader.choice("of", default: TokenPart.total))
        maximum = try reader.integer("max", in: 0...Int64(Int32.max)).map { Double($0) }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let (amount, unit) = try measure(TraceMeasures(sample.trace))
            let shown = "\(JSONValue.number(amount).text) \(unit)"
            guard let maximum else { return Grade(.numeric(amount), comment: shown) }
            return Grade(
                .boolean(amount <= maximum), comment: "\(shown), allowed \(JSONValue.number(maximum).text)",
                metadata: ["measured": .number(amount), "unit": .string(unit)])
        }
    }

    private func measure(_ measures: TraceMeasures) throws(GradeFailure) -> (Double, unit: String) {
        let (found, unit, fields) =
            switch quantity {
            case .latency(nil):
                (Self.milliseconds(measures.latency), "ms", "`latency`, or times of its observations")
            case .latency(let rank?):
                (
                    Self.milliseconds(measures.latency(atPercentile: rank)), "ms",
                    "observations with `startTime` and `endTime`, or `latency`"
                )
            case .cost: (measures.cost, "USD", "`totalCost`, or `costDetails` of each generation")
            case .tokens(let part):
                (measures.tokens(part), "\(part.rawValue) tokens", "`usageDetails` of each generation")
            }
        guard let found else {
            throw GradeFailure(code: .missingInput, message: "the trace does not say: it needs \(fields)")
        }
        return (found, unit)
    }

    /// Whole microseconds, so that a limit of 1,200 ms is not missed by a rounding of seconds.
    private static func milliseconds(_ seconds: Double?) -> Double? { seconds.map { ($0 * 1e6).rounded() / 1e3 } }
}

extension MeasureGrader {
    static let kinds: [GraderKind] = [latencyKind, costKind, tokensKind]

    private static let latencyKind = GraderKind(
        name: "latency",
        family: .measures,
        summary: "How long the trace took, in milliseconds, or whether it was fast enough.",
        formula: "The trace's `latency`, else the time from its first observation's start to its last one's end. With"
            + " percentile: of the durations of its n observations in order the one at ceil(percentile / 100 * n); those"
            + " without a duration are left out. With max_ms: latency <= max_ms. A trace that does not say is a failure (missing_input), never 0.",
        parameters: [
            .init("max_ms", type: "number", "Makes it a yes or no: the longest time allowed."),
            .init(
                "percentile", type: "number from 0 to 100",
                "Looks at the steps of the run instead of the whole: the time of the observation at this percentile."),
        ],
        examples: [
            .init(parameters: ["max_ms": 2000], trace: ["id": "t", "latency": 1.2], value: .boolean(true)),
            .init(trace: ["id": "t", "latency": 1.2], value: .numeric(1200)),
            .init(
                parameters: ["percentile": 50],
                trace: ["id": "t", "observations": [["latency": 0.2], ["latency": 3], ["latency": 0.4]]],
                value: .numeric(400)),
            .init(trace: ["id": "t", "latency": -1], value: nil),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try MeasureGrader(latency: &reader)) })

    private static let costKind = GraderKind(
        name: "cost",
        family: .measures,
        summary: "What the trace cost, in US dollars, or whether it was cheap enough.",
        formula: "The trace's `totalCost`, else the sum over its observations of `costDetails` or `totalCost`. With"
            + " max_usd: cost <= max_usd. When a generation has no cost it is a failure (missing_input), never 0.",
        parameters: [.init("max_usd", type: "number", "Makes it a yes or no: the greatest cost allowed.")],
        examples: [
            .init(parameters: ["max_usd": 0.01], trace: ["id": "t", "totalCost": 0.02], value: .boolean(false)),
            .init(
                trace: [
                    "id": "t",
                    "observations": [["type": "GENERATION", "costDetails": ["input": 0.25, "output": 0.5]]],
                ], value: .numeric(0.75)),
            .init(trace: ["id": "t", "observations": [["type": "GENERATION"]]], value: nil),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try MeasureGrader(cost: &reader)) })

    private static let tokensKind = GraderKind(
        name: "token_count",
        aliases: ["tokens"],
        family: .measures,
        summary: "How many tokens the trace took, or whether they were few enough.",
        formula: "The sum over the trace's observations of `usageDetails` (or `usage`). With max: tokens <= max. When a"
            + " generation does not say it is a failure (missing_input), never 0.",
        parameters: [
            .init("max", type: "whole number", "Makes it a yes or no: the greatest number allowed."),
            .init("of", type: "prompt, completion or total", default: "total", "Which tokens are counted."),
        ],
        examples: [
            .init(
                parameters: ["of": "completion"],
                trace: [
                    "id": "t", "observations": [["type": "GENERATION", "usageDetails": ["input": 12, "output": 2]]],
                ],
                value: .numeric(2)),
            .init(
                parameters: ["max": 10],
                trace: [
                    "id": "t", "observations": [["type": "GENERATION", "usageDetails": ["input": 12, "output": 2]]],
                ],
                value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try MeasureGrader(tokens: &reader)) })
}
