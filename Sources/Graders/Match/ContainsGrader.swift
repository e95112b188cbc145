import Evaluation
import JSON

/// Judges whether texts occur in the output.
struct ContainsGrader: Grader {
    /// How many of the texts must occur.
    private enum Match: String, CaseIterable { case any, all }

    private let texts: WantedTexts
    private let match: Match
    private let preparation: TextPreparation
    private let givesPartialCredit: Bool

    var requiredFields: [Sample.Field] { texts.requiredFields }
    var scale: Scale { givesPartialCredit ? .unit : .boolean }

    private init(_ reader: inout JSONReader, _ variant: Variant) throws(JSONReadError) {
        preparation = try TextPreparation(&reader, caseSensitive: variant.isCaseSensitive)
        texts = try WantedTexts(&reader, preparation)
        givesPartialCredit = try reader.bool("partial_credit", default: false)
        // References are alternatives; a list in the configuration is a list of demands.
        let fallback = texts.values == nil && !givesPartialCredit ? Match.any : .all
        match = try reader.choice("match", default: variant.match.flatMap { Match(rawValue: $0) } ?? fallback)
        if givesPartialCredit && match == .any {
            throw reader.error("partial_credit", "partial credit counts how many of all texts occur; set `match: all`")
        }
    }

    /// Those of the texts that do not occur.
    private func missing(_ wanted: [String], in output: String) -> [String] {
        guard preparation.unit != .scalars else { return wanted.filter { !SubstringSearch.contains(output, $0) } }
        var names = UnitNames()
        let units = preparation.unit.split(output, &names)
        return wanted.filter { !SubstringSearch.contains(units, preparation.unit.split($0, &names)) }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let (output, wanted) = try texts.texts(in: sample)
            let missing = missing(wanted, in: output)
            let found = wanted.count - missing.count
            let comment = missing.first.map { "\(found) of \(wanted.count) found; \($0.excerpt()) is not there" }
            if givesPartialCredit {
                return Grade(.numeric(Double(found) / Double(wanted.count)), comment: comment ?? "all found")
            }
            return Grade(.boolean(match == .all ? missing.isEmpty : found > 0), comment: comment ?? "all found")
        }
    }
}

extension ContainsGrader {
    /// One of the names the kind goes by, with the defaults it stands for.
    private struct Variant {
        var name: String
        var aliases: [String] = []
        var isCaseSensitive = true
        var match: String?
        /// What only this variant finds, or does not: an output, its references and the value.
        var example: (output: String, expected: JSONValue, value: Bool)
    }

    /// `contains`, and the same under the field's other names, which stand for other defaults.
    static let kinds = [
        Variant(
            name: "contains", aliases: ["like", "string_present", "substring_match"],
            example: ("It is Paris.", ["Paris", "Lyon"], true)),
        Variant(
            name: "icontains", aliases: ["ilike"], isCaseSensitive: false,
            example: ("It is PARIS.", ["Paris", "Lyon"], true)),
        Variant(name: "contains_any", match: "any", example: ("It is PARIS.", ["Paris", "Lyon"], false)),
        Variant(name: "contains_all", match: "all", example: ("From Paris to Lyon.", ["Paris", "Lyon"], true)),
        Variant(
            name: "icontains_any", isCaseSensitive: false, match: "any",
            example: ("It is lyon.", ["Paris", "Lyon"], true)),
        Variant(
            name: "icontains_all", isCaseSensitive: false, match: "all",
            example: ("From PARIS to lyon.", ["Paris", "Lyon"], true)),
    ].map(kind)

    private static func kind(_ variant: Variant) -> GraderKind {
        let quantity = variant.match.map { "\($0) of the" } ?? "the"
        return GraderKind(
            name: variant.name, aliases: variant.aliases,
            family: .match,
            summary: "Whether \(quantity) texts occur in the output, "
                + (variant.isCaseSensitive ? "case for case." : "whatever the case."),
            formula: "Each text is a run of the output's Unicode scalars; an empty reference always is."
                + " With partial_credit: texts found / texts. \(WantedTexts.bound)",
            equals: variant.isCaseSensitive ? "Python's `text in output`" : "Python's `text.lower() in output.lower()`",
            parameters: [
                .init("values", type: "list of strings", "The texts; without it those of `expected`."),
                .init(
                    "match", type: "any or all", default: variant.match ?? "all of `values`, any of `expected`",
                    "How many of the texts must occur."),
                .init(
                    "partial_credit", type: "boolean", default: "false",
                    "Gives the share of the texts that occur, from 0 to 1; with `match: all` only."),
            ]
                + TextPreparation.parameters(
                    caseSensitive: variant.isCaseSensitive,
                    unit:
                        "What the texts consist of: with graphemes `e` is not in `é`, with words (UAX #29) `cat` is not"
                        + " in `category`."),
            examples: [
                .init(
                    parameters: ["values": ["refund", "14 days"]],
                    trace: ["id": "t", "output": "You get a refund within 14 days."], value: .boolean(true)),
                .init(
                    trace: [
                        "id": "t", "output": .string(variant.example.output),
                        "expectedOutput": variant.example.expected,
                    ], value: .boolean(variant.example.value)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try ContainsGrader(&reader, variant)) })
    }
}
