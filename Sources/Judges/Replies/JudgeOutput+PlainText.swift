import Evaluation
import JSON

extension JudgeOutput {
    /// Whether a score ends where its sentence does; else it goes on to the end of its line.
    var endsWithSentence: Bool {
        switch self {
        case .value(.numeric), .value(.boolean): true
        case .value(.categorical(let labels)), .labels(let labels, _):
            !labels.contains { $0.unicodeScalars.contains(where: Self.isStop) }
        case .text: false
        }
    }

    /// Reads a score written in plain text, as in `score: 0.5`. A full stop behind it is left out where it is no part of
    /// the score.
    ///
    /// - Throws: `schema_violation` for everything that was not asked for.
    func value(ofText text: String) throws(GradeFailure) -> ScoreValue {
        let bare = text.trimmed { ScoreLabel.isDecoration($0) }
        let short = Self.withoutStop(bare)
        do throws(GradeFailure) {
            return try value(ofBare: bare)
        } catch {
            guard short != bare else { throw error }
            return try value(ofBare: short)
        }
    }

    private func value(ofBare text: String) throws(GradeFailure) -> ScoreValue {
        switch self {
        case .value(.numeric(let range)):
            return try value(of: Self.number(text, upTo: range.upperBound).map { .number($0) } ?? .string(text))
        case .value(.boolean): return try value(of: ["true": true, "false": false][text.lowercased()] ?? .string(text))
        case .value(.categorical), .text: return try value(of: .string(text))
        case .labels: return try value(of: .array(text.split(separator: ",").map { .string(String($0)) }))
        }
    }

    /// The score that `text` begins with, right or wrong; nil when it begins with something else, or when everything
    /// would be a score.
    func leadingScore(in text: String) -> String? {
        switch self {
        case .value(.numeric):
            guard let first = text.unicodeScalars.first, "0123456789+-.".unicodeScalars.contains(first) else {
                return nil
            }
            let words = text.split(maxSplits: 4, whereSeparator: \.isWhitespace)
            let count = words.count > 3 && words[1] == "out" && words[2] == "of" ? 4 : 1
            return Self.withoutStop(words.prefix(count).joined(separator: " "))
        case .value(.boolean):
            return ["true", "false"].first { Self.begins(text, with: $0) }
        case .value(.categorical(let labels)): return Self.label(labels, beginning: text)
        case .labels(let labels, _): return Self.label(labels, beginning: text).map { _ in text }
        case .text: return nil
        }
    }

    /// A decimal number, alone or as a share of the highest score: `4/5` and `4 out of 5` are 4 where 5 is the highest.
    private static func number(_ text: String, upTo highest: Double) -> Double? {
        for separator in ["/", " out of "] {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            if parts.count == 2, decimal(String(parts[1]).trimmed) == highest {
                return decimal(String(parts[0]).trimmed)
            }
        }
        return decimal(text)
    }

    private static func decimal(_ text: String) -> Double? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) } ? Double(text) : nil
    }

    private static func label(_ labels: [String], beginning text: String) -> String? {
        labels.filter { begins(text, with: $0) }.max { $0.utf8.count < $1.utf8.count }
    }

    /// Whether `text` begins with `word`, in letters of any case, and no letter or digit goes on with it.
    private static func begins(_ text: String, with word: String) -> Bool {
        let (text, word) = (text.lowercased(), word.lowercased())
        guard text.hasPrefix(word) else { return false }
        guard let next = text.dropFirst(word.count).unicodeScalars.first else { return true }
        return !next.properties.isAlphabetic && next.properties.numericType == nil
    }

    /// `text` without what closes a sentence.
    private static func withoutStop(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let last = scalars.last,
            isStop(last) || ScoreLabel.isDecoration(last) || ";:)]}；，、）".unicodeScalars.contains(last)
        {
            scalars.removeLast()
        }
        return String(scalars)
    }

    private static func isStop(_ scalar: Unicode.Scalar) -> Bool { ".!?。！？".unicodeScalars.contains(scalar) }
}
