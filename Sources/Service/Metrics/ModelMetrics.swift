import ChatModels
import CoreMetrics
import Timing

/// Counts calls to models, their tokens and what they cost.
struct ModelMetrics: ChatModelObserver {
    private let calls: LabelledMetric<Counter>
    private let durations: LabelledMetric<Timer>
    private let tokens: LabelledMetric<Counter>
    private let costs: LabelledMetric<FloatingPointCounter>
    private let waits: LabelledMetric<Timer>
    private let retriesRefused: LabelledMetric<Counter>
    private let cachedTokens: LabelledMetric<Counter>
    private let formats: LabelledMetric<Counter>
    private let graderTokens: LabelledMetric<Counter>
    private let graderCosts: LabelledMetric<FloatingPointCounter>

    init(factory: any MetricsFactory & Sendable) {
        calls = LabelledMetric(["model", "outcome"]) {
            Counter(label: "gradehook_judge_calls_total", dimensions: $0, factory: factory)
        }
        durations = LabelledMetric(["model"]) {
            Timer(label: "gradehook_judge_call_duration_seconds", dimensions: $0, factory: factory)
        }
        tokens = LabelledMetric(["model", "kind"]) {
            Counter(label: "gradehook_judge_tokens_total", dimensions: $0, factory: factory)
        }
        costs = LabelledMetric(["model"]) {
            FloatingPointCounter(label: "gradehook_judge_cost_usd_total", dimensions: $0, factory: factory)
        }
        waits = LabelledMetric(["model"]) {
            Timer(label: "gradehook_judge_place_wait_seconds", dimensions: $0, factory: factory)
        }
        retriesRefused = LabelledMetric(["model"]) {
            Counter(label: "gradehook_judge_retries_refused_total", dimensions: $0, factory: factory)
        }
        cachedTokens = LabelledMetric(["model"]) {
            Counter(label: "gradehook_judge_cached_prompt_tokens_total", dimensions: $0, factory: factory)
        }
        formats = LabelledMetric(["model", "format"]) {
            Counter(label: "gradehook_judge_replies_total", dimensions: $0, factory: factory)
        }
        graderTokens = LabelledMetric(["grader", "kind"]) {
            Counter(label: "gradehook_grader_tokens_total", dimensions: $0, factory: factory)
        }
        graderCosts = LabelledMetric(["grader"]) {
            FloatingPointCounter(label: "gradehook_grader_cost_usd_total", dimensions: $0, factory: factory)
        }
    }

    func callFinished(_ report: ChatCallReport) {
        calls[report.model, report.failure?.rawValue ?? "ok"].increment()
        durations[report.model].recordNanoseconds(report.duration.inMicroseconds &* 1_000)
        if let count = report.promptTokens { tokens[report.model, "prompt"].increment(by: count) }
        if let count = report.completionTokens { tokens[report.model, "completion"].increment(by: count) }
        if let cost = report.cost, cost > 0 { costs[report.model].increment(by: cost) }
        if let count = report.cachedPromptTokens { cachedTokens[report.model].increment(by: count) }
        if let format = report.format { formats[report.model, format.rawValue].increment() }
        if let judge = report.judge { count(report, for: judge) }
    }

    private func count(_ report: ChatCallReport, for judge: String) {
        if let count = report.promptTokens { graderTokens[judge, "prompt"].increment(by: count) }
        if let count = report.completionTokens { graderTokens[judge, "completion"].increment(by: count) }
        if let cost = report.cost, cost > 0 { graderCosts[judge].increment(by: cost) }
    }

    func placeTaken(model: String, waited: Duration) {
        waits[model].recordNanoseconds(waited.inMicroseconds &* 1_000)
    }

    func retryRefused(model: String) { retriesRefused[model].increment() }
}
