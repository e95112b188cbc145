import Evaluation

extension GraderCatalogue {
    static let numeric: [GraderKind] = [NumericMatchGrader.kind, NumericDiffGrader.kind]
}
