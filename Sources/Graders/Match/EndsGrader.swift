import Evaluation
import JSON

/// Judges whether the output starts or ends with one of the texts.
struct EndsGrader: Grader {
    /// At which end the text has to stand.
    enum End: String, CaseIterable { case start, end }

    private let end: End
    /// The texts to look for, prepared; nil for the sample's references.
    private let values: [String]?
    private let preparation: TextPreparation

    var requiredFields: [Sample.Field] { values == nil ? [.output, .expected] : [.output] }
    let scale = Scale.boolean

    private init(_ reader: inout JSONReader, _ end: End) throws(JSONReadError) {
        self.end = end
        let preparation = try TextPreparation(&reader)
        let given = try reader.strings("values")
        if given?.isEmpty == true { throw reader.error("values", "the list is empty; give at least one text") }
        values = given?.map(preparation.prepared)
        self.preparation = preparation
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let output = preparation.prepared(try sample.text(.output))
            let wanted = if let values { values } else { try sample.references().map(preparation.prepared) }
            let verb = end == .start ? "starts" : "ends"
            if let found = wanted.first(where: { stands($0, in: output) }) {
                return Grade(.boolean(true), comment: "\(verb) with \(found.excerpt())")
            }
            let rest = wanted.count == 1 ? "" : " nor with \(wanted.count - 1) others"
            return Grade(.boolean(false), comment: "\(verb) not with \(wanted[0].excerpt())\(rest)")
        }
    }

    private func stands(_ text: String, in output: String) -> Bool {
        guard preparation.unit == .scalars else {
            var names = UnitNames()
            let units = preparation.unit.split(output, &names)
            let wanted = preparation.unit.split(text, &names)
            return end == .start ? units.starts(with: wanted) : units.reversed().starts(with: wanted.reversed())
        }
        return end == .start
            ? output.utf8.starts(with: text.utf8) : output.utf8.reversed().starts(with: text.utf8.reversed())
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
            formula: "The text's units are the \(end == .start ? "first" : "last") of the output; the empty text always"
                + " fits.",
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
