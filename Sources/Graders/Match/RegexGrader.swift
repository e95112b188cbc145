import Evaluation
import JSON
import RegularExpressions

/// Judges whether a pattern matches the output.
struct RegexGrader: Grader {
    /// How much of the output must match.
    private enum Mode: String, CaseIterable { case search, full }

    private let expression: RegularExpression
    private let mode: Mode

    let requiredFields: [Sample.Field] = [.output]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        let pattern = try reader.requiredString("pattern")
        let options = try Self.options(try reader.string("flags") ?? "", reader)
        mode = try reader.choice("mode", default: Mode.search)
        do throws(PatternError) {
            expression = try RegularExpression(pattern, options: options)
        } catch {
            throw reader.error("pattern", "the pattern does not compile: \(error)")
        }
    }

    private static func options(
        _ flags: String, _ reader: JSONReader
    ) throws(JSONReadError) -> RegularExpression.Options {
        var options: RegularExpression.Options = []
        for flag in flags {
            switch flag {
            case "i": options.insert(.caseInsensitive)
            case "m": options.insert(.multiline)
            case "s": options.insert(.dotMatchesLineBreaks)
            case "x": options.insert(.extended)
            case "a": options.insert(.asciiClasses)
            default: throw reader.error("flags", "`\(flag)` is not a flag; the flags are i, m, s, x and a")
            }
        }
        return options
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            let output = try sample.text(.output)
            do throws(MatchLimitError) {
                let isMatch = mode == .full ? try expression.fullyMatches(output) : try expression.matches(output)
                return Grade(
                    .boolean(isMatch),
                    comment: "\(expression.pattern.excerpt()) \(isMatch ? "matches" : "does not match")")
            } catch {
                throw GradeFailure(code: .limitExceeded, message: "the search was given up: \(error)")
            }
        }
    }
}

extension RegexGrader {
    static let kind = GraderKind(
        name: "regex",
        aliases: ["matches_regex", "pattern_match", "regex_match"],
        family: .match,
        summary: "Whether a regular expression matches the output.",
        formula: "PCRE2 over Unicode scalars: search finds the pattern anywhere, full wants it to cover the output."
            + " A search that costs too much is a failure (limit_exceeded), neither yes nor no.",
        parameters: [
            .init("pattern", type: "string", "The pattern, in Perl's dialect; needed."),
            .init("mode", type: "search or full", default: "search", "How much of the output must match."),
            .init(
                "flags", type: "string of letters", default: "none",
                "i ignores case, m lets ^ and $ match at lines, s lets . match line breaks, x allows white space and"
                    + " comments in the pattern, a makes \\w, \\d, \\s and \\b ASCII."),
        ],
        examples: [
            .init(
                parameters: ["pattern": #"\border #\d{6}\b"#],
                trace: ["id": "t", "output": "Your order #204519 left."],
                value: .boolean(true)),
            .init(
                parameters: ["pattern": "yes|no", "mode": "full", "flags": "i"],
                trace: ["id": "t", "output": "No, sorry"], value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try RegexGrader(&reader)) })
}
