import Evaluation

extension GraderCatalogue {
    static let aggregators: [GraderKind] =
        [WeightedMean.kind] + PartStatistic.kinds + PassAggregator.kinds + [FormulaAggregator.kind]
}
