import Evaluation
import JSON

/// Finds the JSON value a grader judges in an output that may be text.
struct JSONSource: Sendable {
    /// Which part of the text has to be JSON.
    enum Extract: String, CaseIterable {
        /// All of it.
        case none
        /// The first block between lines of three backticks, or all of it when there is no such block.
        case fence
        /// The first object or list found anywhere.
        case first
    }

    /// What is in the output.
    enum Finding {
        case value(JSONValue)
        /// No JSON, and why in a few words.
        case nothing(String)
    }

    /// Which part of the text has to be JSON.
    let extract: Extract
    /// Whether `NaN`, `Infinity` and `-Infinity` are numbers.
    var allowsNonFinite = false

    init(_ reader: inout JSONReader, default fallback: Extract = .none) throws(JSONReadError) {
        extract = try reader.choice("extract", default: fallback)
    }

    /// `extract`, for the documentation of kinds.
    static func parameter(default fallback: Extract = .none) -> GraderKind.Parameter {
        .init(
            "extract", type: "none, fence or first", default: fallback.rawValue,
            "What is taken as the JSON: the whole output, the first ``` block if there is one, or the first object or"
                + " list found anywhere in it.")
    }

    /// Returns the JSON in `output`. What came as JSON in the trace is JSON already; a string is read as text.
    func find(in output: JSONValue) -> Finding {
        guard let text = output.string else { return .value(output) }
        let readable = allowsNonFinite ? NonFiniteNumbers.replaced(in: text) : text
        if extract == .first {
            return JSONExtraction.first(in: readable).map { .value($0) }
                ?? .nothing("no JSON object or list in the output")
        }
        let candidate = extract == .fence ? JSONExtraction.fenced(in: readable) ?? readable : readable
        do throws(JSONParseError) {
            return .value(try JSONValue(parsing: candidate))
        } catch {
            return .nothing("not JSON: \(error)")
        }
    }
}
