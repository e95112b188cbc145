import Evaluation

extension GraderCatalogue {
    static let safety: [GraderKind] = [
        RefusalGrader.kind, PIIGrader.kind, PromptInjectionGrader.kind, ReadabilityGrader.kind,
    ]
}
