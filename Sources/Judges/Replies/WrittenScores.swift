import Evaluation
import JSON

/// The scores that a reply names in plain text, `Score: 0.2` and the like, and which of them is the verdict.
///
/// A score with a line to itself is the verdict, the last one if there are several. Where there is none it is the score
/// that is the first or the last sentence, if they agree when both are. Any other place where a score is named, as in "a
/// score: 1 would be too high", is no verdict, since it may be quoted or argued about; nor is any in a quotation, alone on
/// its line or not. But what stands after the verdict must agree with it: which of two different scores was meant nobody
/// could tell.
struct WrittenScores {
    /// How a score is named.
    private enum Standing {
        /// Alone on its line.
        case line
        /// As the first or the last sentence.
        case sentence
        case mention
    }

    private struct Written {
        var standing: Standing
        /// The sentence it is in.
        var sentence: Range<Int>
        /// What stands after the label, to the end of the sentence, or the beginning of that.
        var score: String
    }

    private let text: [Unicode.Scalar]
    private let output: JudgeOutput
    private let quotations: Quotations
    private var all: [Written] = []

    /// How much of a sentence is looked at where a score is only mentioned.
    private static let longestMention = 600

    /// Looks for scores in `text`, which are to be of the kind that `output` says. `before` is what stands before the
    /// object that `text` follows; nil when it follows none.
    init(in text: String, behind before: String? = nil, _ output: JudgeOutput) {
        self.text = Array(text.unicodeScalars)
        self.output = output
        quotations = Quotations(in: self.text, behind: before)
        let sentences = Sentence.all(in: self.text, splitting: output.endsWithSentence)
        for (index, sentence) in sentences.enumerated() {
            read(sentence, isAtEnd: index == 0 || index == sentences.count - 1)
        }
    }

    /// The verdict that has a line to itself; nil when there is none.
    ///
    /// - Throws: `schema_violation` when it is not what was asked for, `unparseable` when something after it differs.
    func line() throws(GradeFailure) -> JudgeVerdict? {
        guard let index = all.lastIndex(where: { $0.standing == .line }) else { return nil }
        let value = try output.value(ofText: all[index].score)
        try check(all[(index + 1)...], value)
        return JudgeVerdict(value: value, reason: reason(without: all[index].sentence))
    }

    /// The verdict that is the last sentence, else the first; nil when neither is one.
    ///
    /// - Throws: as `line`; `unparseable` also when they differ.
    func sentence() throws(GradeFailure) -> JudgeVerdict? {
        guard let index = all.lastIndex(where: { $0.standing == .sentence }) else { return nil }
        let value = try output.value(ofText: all[index].score)
        try check(all[..<index].filter { $0.standing == .sentence } + all[(index + 1)...], value)
        return JudgeVerdict(value: value, reason: reason(without: all[index].sentence))
    }

    /// Holds every score against `value`, the verdict before them.
    ///
    /// - Throws: `unparseable` when one differs.
    func check(_ value: ScoreValue) throws(GradeFailure) { try check(all, value) }

    private func check(_ others: some Sequence<Written>, _ value: ScoreValue) throws(GradeFailure) {
        for other in others where !agrees(other, value) {
            throw ReplyObject.unparseable(
                "the reply names different scores and it cannot be told which is the verdict:"
                    + " \(value.json.text.excerpt(40)) and \(other.score.excerpt(40))")
        }
    }

    private func agrees(_ other: Written, _ value: ScoreValue) -> Bool {
        let score = other.standing == .mention ? output.leadingScore(in: other.score) : other.score
        return score.flatMap { try? output.value(ofText: $0) } == value
    }

    private mutating func read(_ sentence: Sentence, isAtEnd: Bool) {
        let range = sentence.range
        if let label = ScoreLabel.leading(text, range), sentence.isOutsideBraces,
            // The label may be in marks of its own, as in `"score": 1`, but not within those of a quotation.
            [range.lowerBound, label.end, range.upperBound].allSatisfy(quotations.isOutside)
        {
            let score = ScoreLabel.undecorated(string(label.end..<range.upperBound))
            let isNamed = output.leadingScore(in: score) != nil
            if sentence.isAlone, label.isScore ? !score.isEmpty : isNamed {
                return all.append(Written(standing: .line, sentence: range, score: score))
            }
            if isAtEnd, isNamed {
                return all.append(Written(standing: .sentence, sentence: range, score: score))
            }
        }
        readMentions(in: range)
    }

    private mutating func readMentions(in sentence: Range<Int>) {
        var start = sentence.lowerBound
        while let label = ScoreLabel.first(text, start..<sentence.upperBound) {
            let end = min(sentence.upperBound, label.end + Self.longestMention)
            let score = ScoreLabel.undecorated(string(label.end..<end))
            if output.leadingScore(in: score) != nil {
                all.append(Written(standing: .mention, sentence: sentence, score: score))
            }
            start = label.end
        }
    }

    private func reason(without sentence: Range<Int>) -> String? {
        ReplyObject.reason(string(0..<sentence.lowerBound) + string(sentence.upperBound..<text.count))
    }

    private func string(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(text[range])) }
}
