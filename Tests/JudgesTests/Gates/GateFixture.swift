import ChatModels
import Evaluation
import JSON
import Judges
import Synchronization
import TestSupport
import Testing
import Timing

/// A judge behind its gate, over a scripted model, with a clock that is moved by hand.
struct GateFixture {
    let clock: ManualClock
    let meter: SpendMeter
    let gates: JudgeGates
    let heard = GateEars()
    let grader: any Grader

    /// Builds a judge called `tone` as the configuration would; every reply of `model` is charged. With `caches` replies
    /// are kept.
    init(
        _ model: any ChatModel, policy: PausePolicy = PausePolicy(), budget: JSONObject? = nil, total: Budget? = nil,
        now: Timestamp = Timestamp(seconds: 1_795_251_600), caches: Bool = false, kind name: String = "llm_judge",
        _ more: JSONObject = ["criteria": "Good."]
    ) throws {
        clock = ManualClock(now: now)
        meter = SpendMeter(clock: clock)
        gates = JudgeGates(policy: policy, total: total, meter: meter, clock: clock, observer: heard)
        let observed = ObservedModel(model, observer: meter)
        let cache = ResponseCache(time: clock)
        let asked: any ChatModel =
            caches ? CachingModel(observed, servedBy: .openAI(model: "m-1"), cache: cache) : observed
        let kind = try #require(
            JudgeCatalogue.kinds(models: ["judge": asked], gates: gates).first { $0.name == name })
        var parameters = more
        parameters["name"] = "tone"
        parameters["kind"] = .string(name)
        if parameters["model"] == nil, parameters["votes"]?["models"] == nil { parameters["model"] = "judge" }
        parameters["budget"] = budget.map { .object($0) }
        var reader = JSONReader(parameters, at: "/graders/0")
        guard case .grader(let built) = try kind.make(&reader, GraderResources(graderName: "tone")) else {
            throw GradeFailure(code: .internal, message: "not a grader")
        }
        grader = built
    }

    var gate: JudgeGate { gates.all[0] }

    /// Grades the trace with this id.
    func grade(_ id: String = "t", output: JSONValue = "Paris.") async -> GradeOutcome {
        await grader.grade(Sample(output: output, trace: Trace(id: id)))
    }

    /// Has the judge spend `dollars` outside of its grades.
    func spend(_ dollars: Double) {
        meter.callFinished(ChatCallReport(model: "judge", judge: "tone", duration: .zero, cost: dollars))
    }
}

/// Remembers what gates say.
final class GateEars: JudgeGateObserver {
    private let said = Mutex<[String]>([])

    var words: [String] { said.withLock { $0 } }

    func paused(_ judge: String, _ pause: JudgePause) { say("\(judge) paused \(pause.reason)") }

    func resumed(_ judge: String, _ pause: JudgePause, byReload: Bool) {
        say("\(judge) resumed \(pause.reason) by \(byReload ? "reload" : "probe")")
    }

    func budgetChanged(_ judge: String, _ standing: BudgetStanding) { say("\(judge) budget \(standing.phase)") }

    func skippedForBudget(_ judge: String, _ phase: BudgetStanding.Phase) { say("\(judge) skipped \(phase)") }

    private func say(_ words: String) { said.withLock { $0.append(words) } }
}
