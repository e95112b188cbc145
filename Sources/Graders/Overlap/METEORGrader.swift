import Evaluation
import Glibc
import JSON

/// Judges by the words that match, alike or by their stem, and by how many pieces they lie in.
struct METEORGrader: Grader {
    private let alpha: Double
    private let beta: Double
    private let gamma: Double
    private let tokenizer: Tokenizer
    private let normalization: Normalization

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.unit

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        alpha = try reader.number("alpha", in: 0...1) ?? 0.9
        beta = try reader.number("beta", in: 0...100) ?? 3
        gamma = try reader.number("gamma", in: 0...1) ?? 0.5
        normalization = try Normalization(&reader)
        try Self.readSynonyms(&reader)
        tokenizer = try reader.choice("tokenizer", default: .whitespace)
    }

    /// No list of synonyms comes with this program, so that only leaving them out can be asked for.
    private static func readSynonyms(_ reader: inout JSONReader) throws(JSONReadError) {
        // YAML reads a bare `off` as false.
        guard let wanted = reader.value("synonyms"), wanted != "off", wanted != false else { return }
        throw reader.error("synonyms", "only `off` is done here: no WordNet comes with this program; leave it out")
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let texts = try ComparedTexts(sample, normalization, isLowercase: true)
            var words = Vocabulary()
            let candidate = words.tokens(of: texts.output, by: tokenizer)
            let references = texts.references.map { words.tokens(of: $0, by: tokenizer) }
            let stems = words.stems(keptLength: 0)
            var best: (value: Double, comment: String)?
            for reference in references {
                let alignment = WordAlignment(candidate, reference, stems: stems)
                let value = score(alignment, candidate.count, reference.count)
                if let best, value <= best.value { continue }
                best = (
                    value,
                    "\(Counted.text(alignment.matches, "word")) matched in \(Counted.text(alignment.chunks, "piece")),"
                        + " output has \(candidate.count), reference \(reference.count)"
                )
            }
            guard let best else { throw .missing(.expected) }
            return Grade(.numeric(best.value), comment: best.comment)
        }
    }

    private func score(_ alignment: WordAlignment, _ candidate: Int, _ reference: Int) -> Double {
        guard alignment.matches > 0 else { return 0 }
        let precision = Double(alignment.matches) / Double(candidate)
        let recall = Double(alignment.matches) / Double(reference)
        let mean = precision * recall / (alpha * precision + (1 - alpha) * recall)
        let penalty = gamma * pow(Double(alignment.chunks) / Double(alignment.matches), beta)
        return (1 - penalty) * mean
    }
}

extension METEORGrader {
    static let kind = GraderKind(
        name: "meteor",
        family: .overlap,
        summary:
            "Words that match, alike or by their stem, and how far they keep together; without synonyms. Of several"
            + " references the best.",
        formula:
            "(1 - gamma × (chunks / m)^beta) × PR / (alpha P + (1 - alpha) R): m the matching words, P = m / words of"
            + " the output, R = m / words of the reference, chunks the runs of matches that are neighbours in both."
            + " Words are in lower case; first equal ones are matched, then those with the same Porter stem, from the"
            + " output's end, each with the last one free. 0 when none matches; equal texts stay below 1, a single"
            + " word gets 0.5. Lavie and Agarwal 2007 (https://aclanthology.org/W07-0734). \(ComparedTexts.bound)",
        equals:
            "NLTK 3.10.4 translate.meteor_score.single_meteor_score(r.split(), output.split()) with a WordNet without"
            + " synonyms",
        parameters: [
            .init("alpha", type: "number from 0 to 1", default: "0.9", "How much precision weighs against recall."),
            .init("beta", type: "number", default: "3", "How steeply the penalty grows with the pieces."),
            .init("gamma", type: "number from 0 to 1", default: "0.5", "The largest penalty."),
            .init("tokenizer", type: Tokenizer.list(), default: "whitespace", "What a word is: \(Tokenizer.summary)"),
            .init("synonyms", type: "off", default: "off", "That words of one meaning count as different."),
            Normalization.parameter,
        ],
        examples: [
            .init(trace: ["id": "t", "output": "Lyon", "expectedOutput": "Lyon"], value: .numeric(0.5)),
            .init(
                trace: ["id": "t", "output": "cats are running", "expectedOutput": "cat are run"],
                value: .numeric(1 - 0.5 / 27)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try METEORGrader(&reader)) })
}
