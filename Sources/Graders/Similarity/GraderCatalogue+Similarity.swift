import Evaluation

extension GraderCatalogue {
    static let similarity: [GraderKind] =
        EditDistanceGrader.kinds + JaroGrader.kinds + FuzzyMatchGrader.kinds + [SequenceMatcherGrader.kind]
}
