import Evaluation
import JSON

/// Judges whether the output is neither too short nor too long.
struct LengthGrader: Grader {
    /// What is counted.
    private enum Unit: String, CaseIterable { case scalars, graphemes, words, bytes }

    private let minimum: Int64?
    private let maximum: Int64?
    private let unit: Unit

    let requiredFields: [Sample.Field] = [.output]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        minimum = try reader.integer("min", in: 0...Int64.max)
        maximum = try reader.integer("max", in: 0...Int64.max)
        unit = try reader.choice("unit", default: Unit.scalars)
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
                .boolean(isWithin), comment: "\(length) \(unit.rawValue), wanted \(bounds.joined(separator: " and "))")
        }
    }

    private func length(of text: String) -> Int {
        switch unit {
        case .scalars: text.unicodeScalars.count
        case .graphemes: text.count
        case .words: Whitespace.wordCount(text)
        case .bytes: text.utf8.count
        }
    }
}

extension LengthGrader {
    static let kind = GraderKind(
        name: "length",
        aliases: ["word_count", "response_length"],
        family: .measures,
        summary: "Whether the output is neither too short nor too long.",
        formula: "min <= length <= max, both included.",
        parameters: [
            .init("min", type: "whole number", "The least length; at least one of min and max is needed."),
            .init("max", type: "whole number", "The greatest length."),
            .init(
                "unit", type: "scalars, graphemes, words or bytes", default: "scalars",
                "What is counted: Unicode scalars, characters as people see them, words between whitespace, or UTF-8"
                    + " bytes."),
        ],
        examples: [
            .init(
                parameters: ["max": 5, "unit": "words"], trace: ["id": "t", "output": "Short and to the point"],
                value: .boolean(true)),
            .init(parameters: ["min": 1], trace: ["id": "t", "output": ""], value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try LengthGrader(&reader)) })
}
