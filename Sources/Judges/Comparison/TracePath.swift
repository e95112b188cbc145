import Evaluation
import JSON

/// A parameter that says where in the trace something stands.
struct TracePath: Sendable {
    private let path: JSONPath

    /// Reads the parameter `key`, a JSONPath (RFC 9535) without `match()` and `search()`; nil when it is absent.
    init?(_ key: String, _ reader: inout JSONReader) throws(JSONReadError) {
        guard let text = try reader.string(key) else { return nil }
        do throws(JSONPathError) {
            path = try JSONPath(text)
        } catch {
            throw reader.error(key, "`\(text)` is not a JSONPath (RFC 9535): \(error)")
        }
    }

    /// What stands there in `trace`: one list as its elements, else every value selected. Nulls are left out.
    ///
    /// - Throws: `limit_exceeded` when the path costs too much over this trace.
    func values(in trace: Trace) throws(GradeFailure) -> [JSONValue] {
        let values: [JSONValue]
        do throws(JSONPathLimitError) {
            values = try path.values(in: trace.json)
        } catch {
            throw GradeFailure(error, path: path)
        }
        let list = values.count == 1 ? values[0].array ?? values : values
        return list.filter { !$0.isNull }
    }

    /// The failure of a grader that found nothing there.
    func nothing(_ what: String) -> GradeFailure {
        GradeFailure(code: .missingInput, message: "the path `\(path)` selects no \(what) in the trace")
    }
}
