import Evaluation

extension GraderCatalogue {
    static let structure: [GraderKind] =
        [
            IsJSONGrader.kind, IsJSONGrader.containsKind, JSONSchemaGrader.kind, JSONMatchGrader.kind,
            JSONDiffGrader.kind, ListContainsGrader.kind,
        ] + SyntaxGrader.kinds
}
