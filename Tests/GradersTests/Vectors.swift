import Foundation
import JSON
import Testing

/// The values other libraries give, from `Vectors/text-metrics.json`.
enum Vectors {
    /// One text pair with the value of each reference call.
    struct Pair: Sendable, CustomTestStringConvertible {
        let id: String
        let candidate: String
        let reference: String
        let expected: JSONObject

        var testDescription: String { id }

        /// The value of `metric`; nil when the library raised.
        subscript(metric: String) -> Double? { expected[metric]?.double }
    }

    static let file: JSONValue = {
        guard let url = Bundle.module.url(forResource: "text-metrics", withExtension: "json", subdirectory: "Vectors"),
            let data = try? Data(contentsOf: url), let value = try? JSONValue(parsing: Array(data))
        else { return .null }
        return value
    }()

    static let pairs: [Pair] = (file["pairs"]?.array ?? []).compactMap { pair in
        guard let id = pair["id"]?.string, let candidate = pair["candidate"]?.string,
            let reference = pair["reference"]?.string, let expected = pair["expected"]?.object
        else { return nil }
        return Pair(id: id, candidate: candidate, reference: reference, expected: expected)
    }
}
