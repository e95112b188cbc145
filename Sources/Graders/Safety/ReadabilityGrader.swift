import Evaluation
import JSON

/// Judges how easily an English text is read.
struct ReadabilityGrader: Grader {
    /// The formulas, each with its source.
    private enum Formula: String, CaseIterable {
        /// Flesch 1948 (https://doi.org/10.1037/h0057532).
        case fleschReadingEase = "flesch_reading_ease"
        /// Kincaid and others 1975 (https://stars.library.ucf.edu/istlibrary/56/).
        case fleschKincaidGrade = "flesch_kincaid_grade"
        /// Gunning 1952, "The Technique of Clear Writing".
        case gunningFog = "gunning_fog"
        /// McLaughlin 1969, "SMOG grading: a new readability formula".
        case smog
        /// Coleman and Liau 1975 (https://doi.org/10.1037/h0076540).
        case colemanLiau = "coleman_liau"
        /// Senter and Smith 1967, "Automated readability index".
        case ari

        func value(_ prose: EnglishProse) -> Double {
            let words = Double(prose.words)
            let wordsASentence = words / Double(prose.sentences)
            let syllablesAWord = Double(prose.syllables) / words
            let lettersAWord = Double(prose.letters) / words
            return switch self {
            case .fleschReadingEase: 206.835 - 1.015 * wordsASentence - 84.6 * syllablesAWord
            case .fleschKincaidGrade: 0.39 * wordsASentence + 11.8 * syllablesAWord - 15.59
            case .gunningFog: 0.4 * (wordsASentence + 100 * Double(prose.longWords) / words)
            case .smog: 1.043 * (Double(prose.longWords) * 30 / Double(prose.sentences)).squareRoot() + 3.1291
            case .colemanLiau: 5.88 * lettersAWord - 29.6 / wordsASentence - 15.8
            case .ari: 4.71 * lettersAWord + 0.5 * wordsASentence - 21.43
            }
        }
    }

    private let formula: Formula
    private let minimum: Double?
    private let maximum: Double?

    let requiredFields: [Sample.Field] = [.output]

    var scale: Scale {
        if minimum != nil || maximum != nil { return .boolean }
        // Ease grows with the number, a school grade with the difficulty.
        return Scale(.unbounded, direction: formula == .fleschReadingEase ? .higherIsBetter : .lowerIsBetter)
    }

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        formula = try reader.choice("formula", default: Formula.fleschReadingEase)
        minimum = try reader.number("min")
        maximum = try reader.number("max")
        if let minimum, let maximum, minimum > maximum {
            throw reader.error("max", "must be at least `min`, \(JSONValue.number(minimum).text)")
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let prose = EnglishProse(try sample.text(.output))
            guard prose.words > 0 else {
                throw GradeFailure(code: .invalidInput, message: "the output has no words, so it has no readability")
            }
            guard prose.mayBeEnglish else {
                throw GradeFailure(
                    code: .invalidInput,
                    message: "the output is not English: the formulas need words with vowels, most of them in Latin"
                        + " letters")
            }
            let value = formula.value(prose)
            let comment =
                "\(formula.rawValue) \(value.brief): \(prose.words) words, \(prose.sentences) sentences,"
                + " \(prose.syllables) syllables"
            guard minimum != nil || maximum != nil else { return Grade(.numeric(value), comment: comment) }
            let isWithin = value >= minimum ?? -.infinity && value <= maximum ?? .infinity
            return Grade(.boolean(isWithin), comment: comment, metadata: ["readability": .number(value)])
        }
    }
}

extension ReadabilityGrader {
    static let kind = GraderKind(
        name: "readability",
        family: .safety,
        summary: "How easily an English text is read: a measure of ease (about 0 to 100) or a school grade.",
        formula:
            "flesch_reading_ease = 206.835 - 1.015 w/s - 84.6 y/w; flesch_kincaid_grade = 0.39 w/s + 11.8 y/w - 15.59;"
            + " gunning_fog = 0.4 (w/s + 100 p/w); smog = 1.043 sqrt(30 p/s) + 3.1291; coleman_liau = 5.88 c/w - 29.6"
            + " s/w - 15.8; ari = 4.71 c/w + 0.5 w/s - 21.43: w words, s sentences, c letters and digits, y"
            + " syllables by a rule for English (groups of vowels without a silent e), p words of three or more."
            + " textstat has the same formulas but counts syllables by a dictionary and a hyphenator, so its values"
            + " differ a little. A text without words, without a vowel, or with more letters of other scripts than"
            + " Latin ones is a failure (invalid_input), as no formula holds for it; other languages in Latin"
            + " letters are not told apart.",
        parameters: [
            .init(
                "formula", type: Formula.allCases.map(\.rawValue).joined(separator: ", "),
                default: "flesch_reading_ease",
                "Which formula; all but the first give a grade, where lower is easier."),
            .init("min", type: "number", "Makes it a yes or no: the least value allowed."),
            .init("max", type: "number", "Makes it a yes or no: the greatest value allowed."),
        ],
        examples: [
            .init(
                trace: ["id": "t", "output": "The cat sat on the mat."],
                value: .numeric(206.835 - 1.015 * 6 - 84.6)),
            .init(
                parameters: ["formula": "flesch_kincaid_grade", "max": 8],
                trace: ["id": "t", "output": "You can return it within two weeks. We pay for the parcel."],
                value: .boolean(true)),
            .init(trace: ["id": "t", "output": "巴黎是法国的首都。"], value: nil),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try ReadabilityGrader(&reader)) })
}
