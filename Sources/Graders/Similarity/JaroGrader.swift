import Evaluation
import JSON

/// Judges how many letters output and reference have in common nearby, and how few of them changed places.
struct JaroGrader: Grader {
    private let preparation: TextPreparation
    private let prefixWeight: Double

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    private init(_ reader: inout JSONReader, isWinkler: Bool) throws(JSONReadError) {
        preparation = try TextPreparation(&reader)
        prefixWeight = isWinkler ? try reader.number("prefix_weight", in: 0...0.25) ?? 0.1 : 0
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(pairsOf: sample, prepare: preparation.prepared)
            let best = try texts.best(by: { $0 }) { reference throws(GradeFailure) in
                JaroSimilarity.jaroWinkler(
                    texts.output, reference, prefixWeight: prefixWeight, unit: preparation.unit)
            }
            return Grade(.numeric(best), comment: "similarity \(best.brief) over \(preparation.unit.rawValue)")
        }
    }
}

extension JaroGrader {
    /// `jaro`, and `jaro_winkler`, which thinks more of a common start.
    static let kinds: [GraderKind] = [jaro, jaroWinkler]

    private static let formula =
        "(x/n + x/m + (x - t)/x) / 3: x the letters with an equal one within max(n, m)/2 - 1 places, t half of those"
        + " that stand in another order; 1 when both are empty, 0 when x is 0. \(ComparedTexts.pairBound)"
    private static let parameters = TextPreparation.parameters(unit: "What is compared: words are cut by UAX #29.")

    private static let jaro = GraderKind(
        name: "jaro", aliases: ["jaro_similarity"], family: .similarity,
        summary: "How many letters output and reference share nearby; of several references the most similar counts.",
        formula: formula, equals: "RapidFuzz 3.14.6 distance.Jaro.similarity", parameters: parameters,
        examples: [
            .init(trace: ["id": "t", "output": "MARTHA", "expectedOutput": "MARHTA"], value: .numeric(17.0 / 18))
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try JaroGrader(&reader, isWinkler: false)) })

    private static let jaroWinkler = GraderKind(
        name: "jaro_winkler", aliases: ["jaro_winkler_similarity"], family: .similarity,
        summary: "Like jaro, and higher when the first letters agree; made for names.",
        formula:
            "j = \(formula) Above 0.7: j + p * prefix_weight * (1 - j), p the length of the common prefix, at most 4.",
        equals: "RapidFuzz 3.14.6 distance.JaroWinkler.similarity",
        parameters: parameters + [
            .init(
                "prefix_weight", type: "number from 0 to 0.25", default: "0.1",
                "How much each letter of the common prefix adds.")
        ],
        examples: [
            .init(
                trace: ["id": "t", "output": "MARTHA", "expectedOutput": "MARHTA"],
                value: .numeric(17.0 / 18 + 3 * 0.1 / 18))
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try JaroGrader(&reader, isWinkler: true)) })
}
