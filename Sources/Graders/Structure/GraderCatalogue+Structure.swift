import Evaluation

extension GraderCatalogue {
    static let structure: [GraderKind] = [IsJSONGrader.kind] + SyntaxGrader.kinds
}
