import Evaluation

extension GraderCatalogue {
    static let retrieval: [GraderKind] = RetrievalGrader.kinds
}
