import Evaluation
import JSON

extension JudgeCatalogue {
    /// Did the agent get there, and was the way sensible?
    static let agents: [VerdictKind] = [
        VerdictKind(
            name: "task_completion", aliases: ["goal_accuracy", "trajectory:goal_success"],
            summary: "Whether the task was done, by the output and by what the trace shows was really done.",
            meaning: "1 done, 0.5 in part, 0 not at all.",
            settings: [PromptSetting(name: "goal", summary: "The goal, when the input does not say it.")],
            example: .init(
                trace: [
                    "id": "t", "input": "Book a table for two at eight.", "output": "Booked: two, at eight.",
                    "observations": [
                        ["type": "TOOL", "name": "book", "input": ["people": 2, "time": "20:00"], "output": "ok"]
                    ],
                ], value: .numeric(1))),
        VerdictKind(
            name: "trajectory_judge", aliases: ["trajectory", "trajectory_accuracy", "comprehensive"],
            summary: "Whether the steps an agent took make sense: the right tools, in order, without detours.",
            meaning: "1 each step serves the task, 0.5 detours or repeats, 0 the steps do not lead there.",
            example: .init(
                trace: [
                    "id": "t", "input": "Weather in Rome?", "output": "Sunny.",
                    "observations": [
                        ["type": "TOOL", "name": "weather", "input": ["city": "Rome"], "output": "sunny"]
                    ],
                ], value: .numeric(1))),
    ]
}
