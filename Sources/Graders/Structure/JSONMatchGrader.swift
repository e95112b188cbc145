import Evaluation
import JSON

/// Judges whether output and reference are the same JSON value, under options.
struct JSONMatchGrader: Grader {
    private let source: JSONSource
    private let comparison: JSONComparison
    private let ignored: [JSONPath]

    let requiredFields: [Sample.Field] = [.output, .expected]
    let scale = Scale.boolean

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        source = try JSONSource(&reader)
        comparison = JSONComparison(
            comparesOrder: try reader.bool("ordered_lists", default: true),
            ignoresExtraKeys: try reader.bool("ignore_extra_keys", default: false),
            tolerance: try reader.number("numeric_tolerance", in: 0 ... .greatestFiniteMagnitude) ?? 0)
        var paths: [JSONPath] = []
        for text in try reader.strings("ignore") ?? [] {
            paths.append(try JSONPathPatterns.path(text, at: "ignore", of: reader))
        }
        ignored = paths
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        .from { () throws(GradeFailure) in
            guard let output = sample.output else { throw .missing(.output) }
            let expected = try sample.expectedJSON()
            guard case .value(let value) = source.find(in: output) else {
                return Grade(.boolean(false), comment: "the output is not JSON")
            }
            var comparison = comparison
            let difference = comparison.difference(try prepared(value), try prepared(expected))
            guard !comparison.isGivenUp else {
                throw GradeFailure(
                    code: .limitExceeded,
                    message: "more than \(JSONComparison.maximumWork) values would have to be compared; set"
                        + " `ordered_lists: true`")
            }
            return Grade(.boolean(difference == nil), comment: difference ?? "the same JSON value")
        }
    }

    private func prepared(_ value: JSONValue) throws(GradeFailure) -> JSONValue {
        var value = value
        for path in ignored {
            do throws(JSONPathLimitError) {
                value = try path.removing(from: value)
            } catch {
                throw GradeFailure(error, path: path)
            }
        }
        return value
    }
}

extension Sample {
    /// The reference as one JSON value: a string is read as JSON text.
    func expectedJSON() throws(GradeFailure) -> JSONValue {
        guard let expected else { throw .missing(.expected) }
        guard let text = expected.string else { return expected }
        do throws(JSONParseError) {
            return try JSONValue(parsing: text)
        } catch {
            throw GradeFailure(code: .invalidInput, message: "`expected` is not JSON: \(error)")
        }
    }
}

extension JSONMatchGrader {
    static let kind = GraderKind(
        name: "json_match",
        aliases: ["json_equals"],
        family: .structure,
        summary: "Whether output and reference are the same JSON value; the comment names where they first differ.",
        formula: "Numbers by value, strings by code points, objects in any order; a missing member is not null. Text is"
            + " read as JSON: an output that is none is false, a reference that is none a failure. Lists without order"
            + " match when each element has its own partner. At most 1,000,000 values are compared, and a path of `ignore` looks at"
            + " 4,000,000 at most.",
        parameters: [
            .init("ordered_lists", type: "boolean", default: "true", "Whether the order of list elements counts."),
            .init(
                "ignore_extra_keys", type: "boolean", default: "false",
                "Whether members that only the output has are left out."),
            .init(
                "ignore", type: "list of JSONPaths",
                "What to leave out of output and reference before comparing, e.g. `$..id`."),
            .init("numeric_tolerance", type: "number", default: "0", "How far two numbers may lie apart."),
            JSONSource.parameter(),
        ],
        examples: [
            .init(
                trace: ["id": "t", "output": #"{"b": 2, "a": 1.0}"#, "expectedOutput": ["a": 1, "b": 2]],
                value: .boolean(true)),
            .init(
                parameters: ["ordered_lists": false, "ignore": ["$[*].id"]],
                trace: [
                    "id": "t", "output": [["id": 7, "n": "x"], ["id": 8, "n": "y"]],
                    "expectedOutput": [["n": "y"], ["n": "x"]],
                ], value: .boolean(true)),
            .init(trace: ["id": "t", "output": ["a": nil], "expectedOutput": [:]], value: .boolean(false)),
        ],
        make: { reader, _ throws(JSONReadError) in .grader(try JSONMatchGrader(&reader)) })
}
