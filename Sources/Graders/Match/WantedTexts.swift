import Evaluation
import JSON

/// The texts that an output is searched for: those of the configuration, else the sample's references.
struct WantedTexts: Sendable {
    /// How many bytes are read at most, 64 MiB: the output once for each text, and the texts.
    static let maximumBytes = 1 << 26
    /// The bound in words, for a kind's formula.
    static let bound = "At most 100 references; the output once for each text and the texts have at most 64 MiB."

    /// The texts of the configuration, prepared; nil for the sample's references.
    let values: [String]?
    private let preparation: TextPreparation

    /// Reads `values`.
    init(_ reader: inout JSONReader, _ preparation: TextPreparation) throws(JSONReadError) {
        self.preparation = preparation
        values = try reader.strings("values")?.map(preparation.prepared)
        if values?.isEmpty == true { throw reader.error("values", "the list is empty; give at least one text") }
        guard let empty = values?.firstIndex(where: { preparation.unit.count($0) == 0 }) else { return }
        throw reader.error(
            "values",
            "text \(empty + 1) has no \(preparation.unit.rawValue), so it would be found everywhere; leave it out")
    }

    /// The fields that a sample needs.
    var requiredFields: [Sample.Field] { values == nil ? [.output, .expected] : [.output] }

    /// The output and the texts to look for in it.
    ///
    /// - Throws: `limit_exceeded` when that is more than `maximumBytes`.
    func texts(in sample: Sample) throws(GradeFailure) -> (output: String, wanted: [String]) {
        let output = preparation.prepared(try sample.text(.output))
        let wanted = if let values { values } else { try sample.references().map(preparation.prepared) }
        let bytes = wanted.reduce(0) { $0 + $1.utf8.count + output.utf8.count }
        guard bytes <= Self.maximumBytes else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "the output once for each of \(Counted.text(wanted.count, "text")) and the texts have \(bytes)"
                    + " bytes, \(Self.maximumBytes) are allowed; map a shorter part of the trace")
        }
        return (output, wanted)
    }
}
