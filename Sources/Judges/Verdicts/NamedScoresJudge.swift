import ChatModels
import Evaluation
import JSON

/// Judges by one call that gives several named scores. The first is the grader's own, the others are parts of it.
struct NamedScoresJudge: Grader {
    private let call: JudgeCall
    private let prompt: JudgePrompt
    private let outputs: [ReplyForm.NamedOutput]
    private let version: String

    let requiredFields: [Sample.Field]
    let waits = true
    var scale: Scale { outputs[0].output.scale }
    var partNames: [String] { outputs.dropFirst().map(\.name) }

    /// The most scores of one call.
    static let maximumScores = 20

    /// Creates a judge; `outputs` is not empty.
    init(call: JudgeCall, prompt: JudgePrompt, outputs: [ReplyForm.NamedOutput], version: String) {
        self.call = call
        self.prompt = prompt
        self.outputs = outputs
        self.version = version
        requiredFields = prompt.requiredFields
    }

    /// Reads `output: {type: scores, scores: {NAME: {type: ...}}}`; nil when it is of another type.
    static func outputs(from reader: inout JSONReader) throws(JSONReadError) -> [ReplyForm.NamedOutput]? {
        guard reader.object["output"]?["type"]?.string == "scores", var output = try reader.reader("output") else {
            return nil
        }
        _ = try output.string("type")
        guard let scores = try output.reader("scores") else { throw output.missing("scores") }
        try output.finish()
        guard (2...maximumScores).contains(scores.object.count) else {
            throw output.error("scores", "give from 2 to \(maximumScores) scores")
        }
        var outputs: [ReplyForm.NamedOutput] = []
        for (name, value) in scores.object.members {
            guard isName(name) else {
                throw scores.error(name, "a name is 1 to 40 letters, digits, `_` and `-`, in ASCII")
            }
            // Each is read as the parameter `output` of a judge of one score.
            var one = JSONReader(JSONObject([("output", value)]), at: scores.path(name))
            do throws(JSONReadError) {
                outputs.append(.init(name: name, output: try JudgeOutput(from: &one)))
            } catch {
                throw JSONReadError(
                    pointer: scores.path(name) + error.pointer.dropFirst(one.path("output").utf8.count),
                    message: error.message)
            }
        }
        return outputs
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        var tally = CallTally()
        do throws(GradeFailure) {
            let reply = try await call.ask(prompt, showing: sample.material(prompt.names), &tally)
            let scores = try NamedScoresReply.scores(in: reply, outputs)
            var metadata = tally.metadata(version)
            metadata["scores"] = .object(JSONObject(zip(outputs, scores.values).map { ($0.name, $1.json) }))
            let parts = zip(outputs, scores.values).dropFirst().map { Grade.Part(name: $0.name, value: $1) }
            return .graded(
                Grade(scores.values[0], comment: scores.reason, metadata: metadata, parts: Array(parts)))
        } catch {
            return .failed(error)
        }
    }

    private static func isName(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F || byte == 0x2D
            }
    }
}

extension NamedScoresJudge: AttackableJudge {
    var shownFields: Set<Sample.Field> { prompt.shownFields }

    func attackGoal(_ wanted: ScoreValue) -> AttackGoal {
        let first = outputs[0].output.attackScore(wanted)
        let others = outputs.dropFirst().map { ($0.name, $0.output.attackScore(nil)) }
        return AttackGoal(
            verdict: first,
            reply: [
                "reason": .string(AttackGoal.reason),
                "scores": .object(JSONObject([(outputs[0].name, first)] + others)),
            ])
    }
}
