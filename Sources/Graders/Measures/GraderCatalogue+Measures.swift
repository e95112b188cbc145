import Evaluation

extension GraderCatalogue {
    static let measures: [GraderKind] = [LengthGrader.kind] + MeasureGrader.kinds + [FinishReasonGrader.kind]
}
