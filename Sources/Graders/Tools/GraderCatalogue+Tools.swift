import Evaluation

extension GraderCatalogue {
    static let tools: [GraderKind] = [
        ToolCallMatchGrader.kind, ToolCallF1Grader.kind, ToolUsedGrader.kind, ToolArgsMatchGrader.kind,
        ToolPermissionGrader.kind, ToolCallValidGrader.kind, StepCountGrader.kind, LoopDetectionGrader.kind,
    ]
}
