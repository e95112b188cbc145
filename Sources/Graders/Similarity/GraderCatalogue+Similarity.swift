import Evaluation

extension GraderCatalogue {
    static let similarity: [GraderKind] = [LevenshteinGrader.kind]
}
