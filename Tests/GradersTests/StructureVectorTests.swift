import Evaluation
import Graders
import JSON
import Testing

/// The calls of the vector file's `json`, `valid_json`, `lists` and `numeric` parts.
@Suite struct StructureVectorTests {
    private func rows(_ key: String) throws -> [JSONValue] {
        let rows = try #require(Vectors.file[key]?.array)
        #expect(!rows.isEmpty)
        return rows
    }

    private func expect(
        _ row: JSONValue, _ metric: String, _ kind: String, _ parameters: JSONObject = [:]
    ) async throws {
        let theirs = try #require(row["expected"]?[metric]?["value"]?.double)
        let given = try await value(
            kind, parameters, output: row["output"], expected: row["expected_value"])
        #expect(abs(try #require(given.number) - theirs) <= 1e-9, "\(row.text)")
    }

    @Test func `JSON difference equals autoevals`() async throws {
        for row in try rows("json") { try await expect(row, "autoevals.JSONDiff", "json_diff") }
    }

    @Test func `Numeric difference equals autoevals`() async throws {
        for row in try rows("numeric") { try await expect(row, "autoevals.NumericDiff", "numeric_diff") }
    }

    @Test func `List pairing equals autoevals`() async throws {
        for row in try rows("lists") {
            try await expect(row, "autoevals.ListContains", "list_contains")
            try await expect(
                row, "autoevals.ListContains.allow_extra", "list_contains", ["allow_extra_entities": true])
        }
    }

    @Test func `Valid JSON equals autoevals, schema and NaN included`() async throws {
        for row in try rows("valid_json") {
            var parameters: JSONObject = ["allow_scalars": false, "allow_nan": true]
            if let schema = row["schema"], !schema.isNull { parameters["schema"] = schema }
            try await expect(row, "autoevals.ValidJSON", "is_json", parameters)
        }
    }
}
