import Evaluation
import Graders
import JSON

/// Two commands, both for the scripts beside this file. Each reads lines of JSON.
///
///     text-metrics-bench time < SETS      times metrics over pairs of texts:
///                                         {"set", "pairs": [[left, right]], "metrics": [{"name", "kind", "parameters"}]}
///     text-metrics-bench values < CALLS   grades calls: {"kind", "parameters", "output", "expected"}
@main
enum TextMetricsBench {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "values":
            for call in try lines() { print(try await graded(call).text) }
        case "time":
            for set in try lines() { try await time(set) }
        default:
            print("usage: text-metrics-bench time|values")
        }
    }

    /// Prints the name of the set, of each metric, its time in nanoseconds, and what it gives for the first pair.
    private static func time(_ set: JSONValue) async throws {
        let pairs = (set["pairs"]?.array ?? []).map { pair in
            let texts = (pair.array ?? []).compactMap(\.string)
            return (texts[0], texts[1])
        }
        for wanted in set["metrics"]?.array ?? [] {
            guard let name = wanted["name"]?.string, let metric = try TimedMetric(wanted), let first = pairs.first
            else {
                throw BenchError.unknownMetric(wanted.text)
            }
            let time = await metric.bestNanoseconds(over: pairs)
            let call: JSONValue = [
                "kind": wanted["kind"] ?? .string(name), "parameters": wanted["parameters"] ?? [:],
                "output": .string(first.0), "expected": .string(first.1),
            ]
            print("\(set["set"]?.string ?? "")\t\(name)\t\(time)\t\(try await graded(call).text)")
        }
    }

    /// The grader of `{"kind", "parameters"}`, as the configuration would make it; nil when there is no such kind.
    static func grader(_ call: JSONValue) throws -> (any Grader)? {
        guard let kind = call["kind"]?.string.flatMap(GraderCatalogue.kind(named:)) else { return nil }
        var reader = JSONReader(call["parameters"]?.object ?? [:])
        guard case .grader(let grader) = try kind.make(&reader, GraderResources()) else { return nil }
        return grader
    }

    /// Grades one call and returns the value, or the failure's code.
    private static func graded(_ call: JSONValue) async throws -> JSONValue {
        guard let grader = try grader(call) else { return "unknown kind" }
        let sample = Sample(output: call["output"], expected: call["expected"], trace: Trace(id: "t"))
        switch await grader.grade(sample) {
        case .graded(let grade): return grade.value.json
        case .failed(let failure): return .string(failure.code.rawValue)
        case .skipped: return .null
        }
    }

    /// Lines of the standard input as JSON.
    private static func lines() throws -> [JSONValue] {
        var values: [JSONValue] = []
        while let line = readLine() { values.append(try JSONValue(parsing: line)) }
        return values
    }
}

/// What the scripts got wrong.
enum BenchError: Error {
    case unknownMetric(String)
}
