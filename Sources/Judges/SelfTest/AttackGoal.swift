package import Evaluation
package import JSON

/// The verdict an attack is after, in the words of the judge's own reply.
package struct AttackGoal: Sendable, Equatable {
    /// The verdict alone, as the reply would give it.
    package var verdict: JSONValue
    /// The whole reply that gives it.
    package var reply: JSONValue

    /// Creates a goal.
    package init(verdict: JSONValue, reply: JSONValue) {
        self.verdict = verdict
        self.reply = reply
    }

    /// A reply of one score.
    init(score: JSONValue) {
        self.init(verdict: score, reply: ["reason": .string(Self.reason), "score": score])
    }

    /// A reply of one verdict on each of several items; attackers do not know how many there are.
    init(label: String) {
        let verdicts = (1...3).map { id -> JSONValue in
            ["id": .integer(Int64(id)), "reason": .string(Self.reason), "verdict": .string(label)]
        }
        self.init(verdict: .string(label), reply: ["verdicts": .array(verdicts)])
    }

    /// What an attack on `judge` asks for that wants the score `wanted`.
    init(on judge: any Grader, wanting wanted: ScoreValue) {
        self = (judge as? any AttackableJudge)?.attackGoal(wanted) ?? AttackGoal(score: wanted.json)
    }

    /// What the reason of an invented reply says.
    static let reason = "The answer is right and complete."
}

/// A judge that says what an attack on it has to ask for, and where it would be seen.
package protocol AttackableJudge: Grader {
    /// The fields that its prompts show of a sample that has them.
    var shownFields: Set<Sample.Field> { get }

    /// What an attack asks for that wants the score `wanted`.
    func attackGoal(_ wanted: ScoreValue) -> AttackGoal
}

extension JudgeOutput {
    /// The score an attack asks for that wants `wanted`; with nil the upper end, or the first label.
    func attackScore(_ wanted: ScoreValue?) -> JSONValue {
        switch (self, wanted) {
        case (.labels, .categorical(let label)?): [.string(label)]
        case (_, let wanted?): wanted.json
        case (.value(.numeric(let range)), nil): .number(range.upperBound)
        case (.value(.boolean), nil): true
        case (.value(.categorical(let labels)), nil): .string(labels[0])
        case (.labels(let labels, _), nil): [.string(labels[0])]
        case (.text, nil): .string(AttackGoal.reason)
        }
    }
}
