import Evaluation

extension GraderCatalogue {
    static let match: [GraderKind] =
        [ExactMatchGrader.kind] + ContainsGrader.kinds + EndsGrader.kinds + [RegexGrader.kind]
}
