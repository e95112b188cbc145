import Evaluation
import JSON

/// What is done to texts before they are compared, as a grader's parameters ask: the same for every kind that compares
/// text.
struct TextPreparation: Sendable {
    /// Whether upper and lower case differ.
    var isCaseSensitive = true
    /// Whether whitespace at both ends is left out first.
    var stripsWhitespace = false
    /// Which spellings count as the same.
    var normalization = Normalization.none
    /// What the texts are sequences of.
    var unit = TextUnit.scalars

    /// Prepares nothing.
    init() {}

    /// Reads `case_sensitive`, `strip`, `normalize` and, for a kind that counts units, `unit`.
    init(
        _ reader: inout JSONReader, caseSensitive: Bool = true, readsUnit: Bool = true
    ) throws(JSONReadError) {
        isCaseSensitive = try reader.bool("case_sensitive", default: caseSensitive)
        stripsWhitespace = try reader.bool("strip", default: false)
        normalization = try Normalization(&reader)
        if readsUnit { unit = try reader.choice("unit", default: TextUnit.scalars) }
    }

    /// Whether the text is compared as it is.
    var isPlain: Bool { isCaseSensitive && !stripsWhitespace && normalization == .none }

    /// Returns `text` as it is to be compared: stripped, normalised and in lower case, each where asked for.
    func prepared(_ text: String) -> String {
        if isPlain { return text }
        return normalization.applied(
            to: stripsWhitespace ? Whitespace.stripped(text) : text, isLowercase: !isCaseSensitive)
    }

    /// Whether `left` and `right` are the same text once prepared.
    func areEqual(_ left: String, _ right: String) -> Bool {
        prepared(left).utf8.elementsEqual(prepared(right).utf8)
    }

    /// The documentation of the parameters read.
    static func parameters(caseSensitive: Bool = true, unit: String? = nil) -> [GraderKind.Parameter] {
        var parameters: [GraderKind.Parameter] = [
            .init(
                "case_sensitive", type: "boolean", default: "\(caseSensitive)", "Whether upper and lower case differ."),
            .init("strip", type: "boolean", default: "false", "Leaves out whitespace at both ends first."),
            Normalization.parameter,
        ]
        if let unit { parameters.append(.init("unit", type: "scalars, graphemes or words", default: "scalars", unit)) }
        return parameters
    }
}
