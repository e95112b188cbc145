import Evaluation

/// A grader that always says the same.
struct FixedGrader: Grader {
    var outcome: GradeOutcome
    var scale = Scale.boolean
    var requiredFields: [Sample.Field] = []
    var waits = false

    init(value: ScoreValue, requiredFields: [Sample.Field] = [], waits: Bool = false, scale: Scale = .boolean) {
        outcome = .graded(Grade(value))
        self.requiredFields = requiredFields
        self.waits = waits
        self.scale = scale
    }

    init(failure: GradeFailure, waits: Bool = false) {
        outcome = .failed(failure)
        self.waits = waits
    }

    func grade(_ sample: Sample) async -> GradeOutcome { outcome }
}
