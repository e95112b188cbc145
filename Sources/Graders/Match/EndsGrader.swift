import Evaluation
import JSON

/// Judges whether the output starts or ends with one of the texts.
struct EndsGrader: Grader {
    /// At which end the text has to stand.
    enum End: String, CaseIterable { case start, end }

    private let end: End
    private let texts: WantedTexts
    private let preparation: TextPreparation

    var requiredFields: [Sample.Field] { texts.requiredFields }
    let scale = Scale.boolean

    private init(_ reader: inout JSONReader, _ end: End) throws(JSONReadError) {
        self.end = end
        preparation = try TextPreparation(&reader)
        texts = try WantedTexts(&reader, preparation)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let (output, wanted) = try texts.texts(in: sample)
            if let found = first(of: wanted, in: output) {
                return Grade(
                    .boolean(true), comment: "\(end == .start ? "starts" : "ends") with \(found.excerpt())")
            }
            let rest = wanted.count == 1 ? "" : " nor any of \(Counted.text(wanted.count - 1, "other text"))"
            let place = end == .start ? "at the start" : "at the end"
            return Grade(.boolean(false), comment: "\(wanted[0].excerpt()) is not \(place)\(rest)")
        }
    }

    /// The first of the texts that stands at the end asked for.
    private func first(of wanted: [String], in output: String) -> String? {
        guard preparation.unit != .scalars else { return wanted.first { stands($0.utf8, in: output.utf8) } }
        var names = UnitNames()
        let units = preparation.unit.split(output, &names)
        return wanted.first { stands(preparation.unit.split($0, &names), in: units) }
    }

    private func stands<Units: BidirectionalCollection>(_ text: Units, in output: Units) -> Bool
    where Units.Element: Equatable {
        end == .start ? output.starts(with: text) : output.reversed().starts(with: text.reversed())
    }
}

extension EndsGrader {
    /// `starts_with` and `ends_with`.
    static let kinds: [GraderKind] = [
        kind(
            .start, name: "starts_with", aliases: ["prefix_match"], call: "str.startswith",
            good: ("Yes, you can.", ["Yes", "No"]), bad: ("Well, yes.", "Yes")),
        kind(
            .end, name: "ends_with", aliases: ["suffix_match"], call: "str.endswith",
            good: ("Anything else?", "?"), bad: ("Bye!", ["?", "."])),
    ]

    private static func kind(
        _ end: End, name: String, aliases: [String], call: String, good: (JSONValue, JSONValue),
        bad: (JSONValue, JSONValue)
    ) -> GraderKind {
        GraderKind(
            name: name, aliases: aliases, family: .match,
            summary: "Whether the output \(end == .start ? "starts" : "ends") with the text, or with one of several.",
            formula: "The text's scalars are the \(end == .start ? "first" : "last") of the output; an empty reference"
                + " always is. \(WantedTexts.bound)",
            equals: "Python's \(call)",
            parameters: [
                .init("values", type: "list of strings", "The texts; without it those of `expected`.")
            ] + TextPreparation.parameters(unit: "What the text consists of: words are cut by UAX #29, and whole."),
            examples: [
                .init(trace: ["id": "t", "output": good.0, "expectedOutput": good.1], value: .boolean(true)),
                .init(trace: ["id": "t", "output": bad.0, "expectedOutput": bad.1], value: .boolean(false)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try EndsGrader(&reader, end)) })
    }
}
