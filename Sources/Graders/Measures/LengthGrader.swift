import Evaluation
import JSON

/// Judges whether the output is neither too short nor too long.
struct LengthGrader: Grader {
    /// What is counted.
    private enum Unit: String, CaseIterable { case scalars, graphemes, words, sentences, bytes }

    private let minimum: Int64?
    private let maximum: Int64?
    private let unit: Unit
    private let tokenizer: Tokenizer

    let requiredFields: [Sample.Field] = [.output]
    let scale = Scale.boolean

    private init(_ reader: inout JSONReader, unit fallback: Unit) throws(JSONReadError) {
        minimum = try reader.integer("min", in: 0...Int64.max)
        maximum = try reader.integer("max", in: 0...Int64.max)
        if reader.object["unit"]?.string == "tokens" {
            throw reader.error("unit", "tokens are what a model took, not the text; use the kind `token_count`")
        }
        unit = try reader.choice("unit", default: fallback)
        tokenizer = try reader.choice("tokenizer", default: .whitespace)
        if unit != .words && reader.object["tokenizer"] != nil {
            throw reader.error("tokenizer", "it says what a word is; set `unit: words`, or leave it out")
        }
        if minimum == nil && maximum == nil {
            throw JSONReadError(pointer: reader.pointer, message: "`min` and `max` are both missing; give at least one")
        }
        if let minimum, let maximum, minimum > maximum {
            throw reader.error("max", "must be at least `min`, \(minimum); found \(maximum)")
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let length = Int64(length(of: try sample.text(.output)))
            let isWithin = length >= minimum ?? 0 && length <= maximum ?? .max
            let bounds = [minimum.map { "at least \($0)" }, maximum.map { "at most \($0)" }].compactMap(\.self)
            return Grade(
                .boolean(isWithin),
                comment: "\(Counted.text(Int(length), String(unit.rawValue.dropLast()))), wanted"
                    + " \(bounds.joined(separator: " and "))")
        }
    }

    private func length(of text: String) -> Int {
        switch unit {
        case .scalars: text.unicodeScalars.count
        case .graphemes: text.count
        case .words: wordCount(of: text)
        case .sentences: Sentences.count(in: text)
        case .bytes: text.utf8.count
        }
    }

    private func wordCount(of text: String) -> Int {
        var count = 0
        tokenizer.forEachToken(in: text) { _ in count += 1 }
        return count
    }
}

extension LengthGrader {
    /// `length`, and `word_count`, which counts words unless told.
    static let kinds = [
        kind("length", aliases: ["response_length", "length_penalty"], .scalars),
        kind("word_count", .words),
    ]

    private static func kind(_ name: String, aliases: [String] = [], _ unit: Unit) -> GraderKind {
        GraderKind(
            name: name, aliases: aliases,
            family: .measures,
            summary: unit == .words
                ? "Whether the output has neither too few nor too many words."
                : "Whether the output is neither too short nor too long.",
            formula:
                "min <= length <= max, both included. Words are what white space separates, as Python's `str.split`;"
                + " a text without spaces, as Chinese, wants `tokenizer: unicode_words`. A sentence ends with a run of"
                + " `.`, `!`, `?` or `…` before white space or the end, or with `。`, `！` or `？`; what follows the last"
                + " end is one more when it has a word.",
            parameters: [
                .init("min", type: "whole number", "The least length; at least one of min and max is needed."),
                .init("max", type: "whole number", "The greatest length."),
                .init(
                    "unit", type: "scalars, graphemes, words, sentences or bytes", default: unit.rawValue,
                    "What is counted: Unicode scalars, characters as people see them, words, sentences, or UTF-8 bytes."
                        + " For the tokens of a model there is token_count."),
                .init(
                    "tokenizer", type: Tokenizer.list(), default: "whitespace", "What a word is: \(Tokenizer.summary)"),
            ],
            examples: [
                .init(
                    parameters: ["max": 5, "unit": "words"], trace: ["id": "t", "output": "Short and to the point"],
                    value: .boolean(true)),
                .init(
                    parameters: ["min": 6, "max": 6, "unit": "words", "tokenizer": "unicode_words"],
                    trace: ["id": "t", "output": "今天天气很好"], value: .boolean(true)),
                .init(
                    parameters: ["min": 4, "max": 4],
                    trace: ["id": "t", "output": unit == .words ? "One two three four." : "four"],
                    value: .boolean(true)),
                .init(parameters: ["min": 1], trace: ["id": "t", "output": ""], value: .boolean(false)),
            ],
            make: { reader, _ throws(JSONReadError) in .grader(try LengthGrader(&reader, unit: unit)) })
    }
}
