import ChatModels
import Evaluation
import JSON
import Testing

@testable import Judges

/// Which judges the attacks through the question and through the context are tried on.
@Suite struct SelfTestReachTests {
    /// Judges that show the question, the context, both or neither, whether they need them or not.
    static let showing: [(kind: String, parameters: JSONObject, places: Set<AttackCase.Place>)] = [
        ("llm_judge", ["criteria": "Is it right?"], [.question, .context]), ("llm_judge", ["prompt": "{{output}}"], []),
        ("llm_judge", ["prompt": "{{output}} {{#context}}{{context}}{{/context}}"], [.context]),
        ("llm_judge", ["prompt": "{{output}} {{#context}}There is a context.{{/context}}"], []),
        ("llm_judge", ["prompt": "{{output}} {{#input}}{{context}}{{/input}}"], [.context]),
        ("llm_judge", ["prompt": "{{conversation}}"], [.question]),
        ("llm_judge", ["criteria": "Good.", "votes": 3], [.question, .context]),
        (
            "llm_judge",
            [
                "criteria": "Good.",
                "output": ["type": "scores", "scores": ["a": ["type": "boolean"], "b": ["type": "boolean"]]],
            ], [.question, .context]
        ), ("g_eval", ["criteria": "Good."], [.question, .context]),
        ("g_eval", ["criteria": "Good.", "fields": ["output"]], []),
        ("g_eval", ["criteria": "Good.", "fields": ["output", "conversation"]], [.question]),
        ("correctness", [:], [.question]), ("faithfulness", [:], [.question, .context]),
        ("context_recall", [:], [.question, .context]),
        ("context_precision", [:], [.question, .context]), ("answer_relevancy", [:], [.question]),
        ("faithfulness", ["prompt": "{{items}}"], [.question]),
    ]

    @Test(arguments: showing) func `An attack is tried where the judge's prompt shows it, and nowhere else`(
        _ kind: String, _ parameters: JSONObject, _ places: Set<AttackCase.Place>
    ) async throws {
        let attacks = AttackLibrary.cases.filter { [.question, .context].contains($0.place) }
        #expect(Set(attacks.map(\.place)) == [.question, .context])
        for attack in attacks {
            let model = ScriptedModel(agreeing: 1)
            let grader = try judge(kind, parameters, model: model)
            _ = await grader.grade(attack.attacked(AttackGoal(score: "OUTSTANDING")))
            let isShown = model.requests.contains { $0.messages.contains { $0.content.contains("OUTSTANDING") } }
            #expect(attack.isSeen(by: grader) == isShown, "\(attack.id)")
            #expect(isShown == places.contains(attack.place), "\(attack.id)")
        }
    }
}
