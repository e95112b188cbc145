import Evaluation

extension GraderCatalogue {
    static let aggregators: [GraderKind] = [WeightedMean.kind]
}
