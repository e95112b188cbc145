import Evaluation
import JSON

/// Judges how much of output and reference lies in matching blocks.
struct SequenceMatcherGrader: Grader {
    private let preparation: TextPreparation
    private let autojunk: Bool

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        preparation = try TextPreparation(&reader)
        autojunk = try reader.bool("autojunk", default: true)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(pairsOf: sample, prepare: preparation.prepared)
            var steps = MatchingBlocks.maximumSteps
            let best = try texts.best(by: { $0 }) { reference throws(GradeFailure) in
                let ratio = MatchingBlocks.ratio(
                    texts.output, reference, autojunk: autojunk, unit: preparation.unit, steps: &steps)
                guard let ratio else {
                    throw .tooMuchWork(
                        "the search for matching blocks takes more than \(MatchingBlocks.maximumSteps) steps")
                }
                return ratio
            }
            return Grade(.numeric(best), comment: "ratio \(best.brief) over \(preparation.unit.rawValue)")
        }
    }
}

extension SequenceMatcherGrader {
    static let kind = GraderKind(
        name: "sequence_matcher", aliases: ["difflib", "patch_similarity"], family: .similarity,
        summary: "How much of output and reference lies in matching blocks; of several references the best counts.",
        formula: "2 M / (n + m): M the length of the longest matching block and of those found the same way left and"
            + " right of it; 1 when both are empty. \(ComparedTexts.pairBound) More than"
            + " \(MatchingBlocks.maximumSteps) steps over all references are a failure (limit_exceeded).",
        equals: "Python 3.11 difflib.SequenceMatcher(None, output, reference).ratio()",
        parameters: TextPreparation.parameters(unit: "What the blocks consist of: words are cut by UAX #29.") + [
            .init(
                "autojunk", type: "boolean", default: "true",
                "Lets no block begin with what makes up more than 1 % of a reference of 200 or more units.")
        ],
        examples: [.init(trace: ["id": "t", "output": "abcd", "expectedOutput": "bcde"], value: .numeric(0.75))],
        make: { reader, _ throws(JSONReadError) in .grader(try SequenceMatcherGrader(&reader)) })
}
