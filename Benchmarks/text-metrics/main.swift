import Evaluation
import Graders
import JSON

// Two commands, both for the scripts beside this file.
//
//   text-metrics-bench time < PAIRS     times the metrics over pairs, one line of JSON each: {"set", "left", "right"}
//   text-metrics-bench values < CALLS   grades calls, one line of JSON each:
//                                       {"kind", "parameters", "output", "expected"}

/// Grades one call as the configuration would and returns the value, or the failure's code.
func graded(_ call: JSONValue) async throws -> JSONValue {
    guard let kind = call["kind"]?.string.flatMap(GraderCatalogue.kind(named:)) else { return "unknown kind" }
    var reader = JSONReader(call["parameters"]?.object ?? [:])
    guard case .grader(let grader) = try kind.make(&reader, GraderResources()) else { return "not a grader" }
    let sample = Sample(output: call["output"], expected: call["expected"], trace: Trace(id: "t"))
    switch await grader.grade(sample) {
    case .graded(let grade): return grade.value.json
    case .failed(let failure): return .string(failure.code.rawValue)
    case .skipped: return .null
    }
}

/// Lines of the standard input as JSON.
func lines() throws -> [JSONValue] {
    var values: [JSONValue] = []
    while let line = readLine() { values.append(try JSONValue(parsing: line)) }
    return values
}

switch CommandLine.arguments.dropFirst().first {
case "values":
    for call in try lines() { print(try await graded(call).text) }
case "time":
    var sets: [(name: String, pairs: [(String, String)])] = []
    for line in try lines() {
        guard let name = line["set"]?.string, let left = line["left"]?.string, let right = line["right"]?.string else {
            continue
        }
        if sets.last?.name != name { sets.append((name, [])) }
        sets[sets.count - 1].pairs.append((left, right))
    }
    for set in sets {
        for metric in TimedMetric.all {
            print("\(set.name)\t\(metric.name)\t\(metric.bestNanoseconds(over: set.pairs))")
        }
    }
default:
    print("usage: text-metrics-bench time|values")
}
