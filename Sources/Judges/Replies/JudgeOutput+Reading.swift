import Evaluation
import JSON

extension JudgeOutput {
    /// Reads the parameter `output`: what `DeclaredOutput` takes, `{type: categorical, choices, most}` for several
    /// labels, or `{type: text}`.
    init(from reader: inout JSONReader) throws(JSONReadError) {
        guard let given = reader.object["output"]?.object else {
            self = .value(try DeclaredOutput(from: &reader))
            return
        }
        if given["type"]?.string == "text" {
            _ = reader.value("output")
            var output = JSONReader(given, at: reader.path("output"))
            _ = try output.string("type")
            try output.finish()
            self = .text
            return
        }
        var output = JSONReader(given, at: reader.path("output"))
        let most = given["type"] == "categorical" ? try output.integer("most", in: 1...100) : nil
        var rest = given
        if given["type"] == "categorical" { rest["most"] = nil }
        var declaring = JSONReader(JSONObject([("output", .object(rest))]), at: reader.pointer)
        let declared = try DeclaredOutput(from: &declaring)
        _ = reader.value("output")
        if let most, most > 1, case .categorical(let labels) = declared {
            self = try Self.labels(labels, most: Int(most), at: reader.path("output") + "/choices")
        } else {
            self = .value(declared)
        }
    }

    /// At most `most` of `labels`; one when it is 1.
    static func labels(
        _ labels: [String], most: Int, at pointer: String
    ) throws(JSONReadError) -> JudgeOutput {
        guard most > 1 else { return .value(.categorical(labels)) }
        guard !labels.contains(where: { $0.contains(",") }) else {
            throw JSONReadError(pointer: pointer, message: "a label has a comma, which separates several; leave it out")
        }
        return .labels(labels, most: min(most, labels.count))
    }
}
