import Evaluation
import JSON
import SyntaxChecking

/// Judges whether the output follows the grammar of a language other than JSON.
struct SyntaxGrader: Grader {
    /// The languages.
    enum Language: String, Sendable, CaseIterable { case xml, html, sql }
    /// Which part of the output has to follow the grammar.
    private enum Extract: String, CaseIterable { case none, fence }

    private let language: Language
    private let extract: Extract

    let requiredFields: [Sample.Field] = [.output]
    let scale = Scale.boolean

    /// Reads the parameters; without a `language` of the kind's own the configuration has to name one.
    private init(_ reader: inout JSONReader, _ language: Language?) throws(JSONReadError) {
        if let language {
            self.language = language
        } else {
            _ = try reader.requiredString("language")
            self.language = try reader.choice("language", default: Language.xml)
        }
        extract = try reader.choice("extract", default: Extract.none)
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let output = try sample.text(.output)
            let text = extract == .fence ? JSONExtraction.fenced(in: output) ?? output : output
            switch fault(in: text) {
            case .malformed(let reason)?:
                return Grade(.boolean(false), comment: "not \(language.rawValue.uppercased()): \(reason)")
            case .tooLarge(let reason)?:
                throw GradeFailure(code: .limitExceeded, message: "the parser gave up: \(reason)")
            case nil: return Grade(.boolean(true), comment: "\(language.rawValue.uppercased())")
            }
        }
    }

    private func fault(in text: String) -> SyntaxFault? {
        switch language {
        case .xml: XMLSyntax.fault(in: text)
        case .html: HTMLShape(text).fault.map(SyntaxFault.malformed)
        case .sql: SQLSyntax.fault(in: text)
        }
    }
}

extension SyntaxGrader {
    /// `is_xml`, `is_html` and `is_sql`, and `syntax`, which is told the language.
    static let kinds: [GraderKind] = [
        kind(
            .xml, summary: "Whether the output is well-formed XML.",
            formula:
                "One XML 1.0 document and nothing else, as Expat reads it; no schema, and nothing outside is read.",
            good: "<answer><city>Paris</city></answer>", bad: "<answer><city>Paris</answer>"),
        kind(
            .html, summary: "Whether the output is HTML.",
            formula:
                "A rule of our own, as browsers accept every text: the output begins and ends with a tag or a comment,"
                + " every tag is complete and names an element of HTML or a custom one, and every element is closed in"
                + " order, but for those that need no end tag.",
            good: "<ul><li>one<li>two</ul><br>", bad: "Use <b> for bold."),
        kind(
            .sql, summary: "Whether the output is SQL in SQLite's dialect.",
            formula:
                "At least one statement, none of which SQLite's parser finds malformed; nothing is run, and names of"
                + " tables and columns are not looked at. Other dialects' own syntax is not SQL here. More than a million"
                + " bytes or expressions deeper than 1,000 are a failure (limit_exceeded).",
            good: "SELECT name FROM cities WHERE country = 'FR' LIMIT 5;", bad: "SELECT name cities WHERE;"),
        anyLanguage,
    ]

    private static let extractParameter = GraderKind.Parameter(
        "extract", type: "none or fence", default: "none",
        "What is looked at: the whole output, or the first ``` block if there is one.")

    private static let anyLanguage = GraderKind(
        name: "syntax", aliases: [], family: .structure,
        summary: "Whether the output follows the grammar of a language.",
        formula: "The rule of is_xml, is_html or is_sql, by `language`.",
        parameters: [.init("language", type: "xml, html or sql", "The language; needed."), extractParameter],
        examples: [
            .init(
                parameters: ["language": "sql"], trace: ["id": "t", "output": "SELECT 1;"], value: .boolean(true)),
            .init(
                parameters: ["language": "xml"], trace: ["id": "t", "output": "SELECT 1;"], value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try SyntaxGrader(&reader, nil)) })

    private static func kind(
        _ language: Language, summary: String, formula: String, good: JSONValue, bad: JSONValue
    ) -> GraderKind {
        GraderKind(
            name: "is_\(language.rawValue)", aliases: ["valid_\(language.rawValue)"], family: .structure,
            summary: summary,
            formula: formula,
            parameters: [extractParameter],
            examples: [
                .init(trace: ["id": "t", "output": good], value: .boolean(true)),
                .init(trace: ["id": "t", "output": bad], value: .boolean(false)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try SyntaxGrader(&reader, language)) })
    }
}
