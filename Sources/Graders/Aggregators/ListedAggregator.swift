import Evaluation
import JSON

/// An aggregator whose parts the configuration names one by one, and whose values are put together on one scale unless it
/// says otherwise.
protocol ListedAggregator: Aggregator {
    /// The parts, with the places of their names.
    var list: PartList { get }
}

extension ListedAggregator {
    var parts: [String] { list.names }

    func error(at part: String, _ message: String) -> JSONReadError { list.error(at: part, message) }

    func validate(_ parts: [String: PartTraits]) throws(JSONReadError) {
        try list.validate(parts, PartList.problemOfScale)
    }
}
