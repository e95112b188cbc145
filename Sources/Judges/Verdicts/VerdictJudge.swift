import ChatModels
import Evaluation
import JSON

/// Judges by one call that gives one verdict.
///
/// A class, so that whoever waits for a grade holds a reference to the judge and no copy.
final class VerdictJudge: Grader {
    private let call: JudgeCall
    private let prompt: JudgePrompt
    private let parser: JudgeReplyParser
    private let version: String
    /// The number each label stands for; nil when the verdict is the score.
    private let classScores: [String: Double]?

    let requiredFields: [Sample.Field]
    let scale: Scale
    let waits = true

    /// Creates a judge. `version` is the grader with its version, written beside every score.
    init(
        call: JudgeCall, prompt: JudgePrompt, output: JudgeOutput, direction: Scale.Direction? = nil, version: String,
        classScores: [String: Double]? = nil
    ) {
        self.call = call
        self.prompt = prompt
        self.version = version
        self.classScores = classScores
        parser = JudgeReplyParser(output: output)
        requiredFields = prompt.requiredFields
        var scale = classScores == nil ? output.scale : .unit
        if let direction { scale.direction = direction }
        self.scale = scale
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        var tally = CallTally()
        do throws(GradeFailure) {
            let reply = try await call.ask(prompt, showing: sample.material(prompt.names), &tally)
            let verdict = try parser.verdict(in: reply)
            return .graded(try grade(verdict, tally.metadata(version)))
        } catch {
            return .failed(error)
        }
    }

    private func grade(_ verdict: JudgeVerdict, _ metadata: JSONObject) throws(GradeFailure) -> Grade {
        guard let classScores else {
            return Grade(verdict.value, comment: verdict.reason, metadata: metadata)
        }
        guard case .categorical(let label) = verdict.value, let score = classScores[label] else {
            throw GradeFailure(code: .schemaViolation, message: "the verdict is no class that has a score")
        }
        var metadata = metadata
        metadata["label"] = .string(label)
        return Grade(.numeric(score), comment: verdict.reason, metadata: metadata)
    }
}

extension VerdictJudge: AttackableJudge {
    var shownFields: Set<Sample.Field> { prompt.shownFields }

    func attackGoal(_ wanted: ScoreValue) -> AttackGoal {
        guard let classScores, let number = wanted.number else {
            return AttackGoal(score: parser.output.attackScore(wanted))
        }
        let nearest = classScores.min { left, right in
            (abs(left.value - number), left.key) < (abs(right.value - number), right.key)
        }
        return AttackGoal(score: nearest.map { .string($0.key) } ?? wanted.json)
    }
}
