/// A line of the form `score: X`, bare or in Markdown.
struct ScoreLine: Equatable {
    /// What stands for X.
    var score: String
    /// The text without the line.
    var rest: String

    /// The last such line of `text`; nil when there is none.
    static func last(in text: String) -> ScoreLine? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        for index in lines.indices.reversed() {
            guard let score = score(in: lines[index]) else { continue }
            let rest = lines[..<index] + lines[(index + 1)...]
            return ScoreLine(score: score, rest: rest.joined(separator: "\n"))
        }
        return nil
    }

    private static func score(in line: String) -> String? {
        // A dash begins an item of a list here, but a number after the colon.
        let line = undecorated(line.trimmed { $0.properties.isWhitespace || $0 == "-" })
        guard line.utf8.count > 5, line.prefix(5).lowercased() == "score" else { return nil }
        let after = undecorated(String(line.dropFirst(5)))
        guard let separator = after.unicodeScalars.first, separator == ":" || separator == "=" else { return nil }
        let score = undecorated(String(after.unicodeScalars.dropFirst()))
        return score.isEmpty ? nil : score
    }

    /// Leaves out white space and Markdown's and JSON's marks at both ends.
    private static func undecorated(_ text: String) -> String {
        text.trimmed { $0.properties.isWhitespace || "*_#>`\"',".unicodeScalars.contains($0) }
    }
}
