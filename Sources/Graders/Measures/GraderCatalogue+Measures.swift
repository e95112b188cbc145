import Evaluation

extension GraderCatalogue {
    static let measures: [GraderKind] = LengthGrader.kinds + MeasureGrader.kinds + [FinishReasonGrader.kind]
}
