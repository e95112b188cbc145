package import JSON

/// Which part of a trace each field of a sample is taken from.
package struct InputMapping: Sendable {
    private var paths: [Sample.Field: JSONPath]

    /// The mapping of a grader without `map`: the trace's own fields.
    package static let standard = InputMapping(paths: [:])

    /// Creates a mapping; a field without a path comes from the trace's own field.
    package init(paths: [Sample.Field: JSONPath]) {
        self.paths = paths
    }

    /// Returns what a grader sees of `trace`.
    ///
    /// A path that selects nothing leaves the field absent; several values become an array.
    /// - Throws: `limit_exceeded` when a path costs too much over this trace.
    package func sample(of trace: Trace) throws(GradeFailure) -> Sample {
        var tools: [Sample.Field: JSONValue?] = [:]
        for field in [Sample.Field.toolCalls, .expectedToolCalls, .tools] where paths[field] != nil {
            tools.updateValue(try value(field, of: trace), forKey: field)
        }
        return Sample(
            output: try value(.output, of: trace) ?? (paths[.output] == nil ? trace.output : nil),
            expected: try value(.expected, of: trace) ?? (paths[.expected] == nil ? trace.expectedOutput : nil),
            input: try value(.input, of: trace) ?? (paths[.input] == nil ? trace.input : nil),
            context: try value(.context, of: trace) ?? (paths[.context] == nil ? trace.context : nil),
            trace: trace, tools: tools)
    }

    private func value(_ field: Sample.Field, of trace: Trace) throws(GradeFailure) -> JSONValue? {
        guard let path = paths[field] else { return nil }
        let values: [JSONValue]
        do throws(JSONPathLimitError) {
            values = try path.values(in: trace.json)
        } catch {
            throw GradeFailure(error, path: path)
        }
        guard let first = values.first else { return .none }
        guard values.count == 1 else { return .some(.array(values)) }
        return first.isNull ? .none : .some(first)
    }
}

extension GradeFailure {
    /// The failure of a grader whose `path` was given up: what it selects is not known.
    package init(_ error: JSONPathLimitError, path: JSONPath) {
        self.init(code: .limitExceeded, message: "the path `\(path)` was given up: \(error)")
    }
}
