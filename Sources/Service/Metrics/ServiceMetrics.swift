import CoreMetrics
import Evaluation
import Timing
import WorkQueue

/// The metrics of the pipe. Every label set is closed: names from the configuration, codes from our own enums.
struct ServiceMetrics: Sendable {
    /// Events taken at the door, by what became of them there.
    struct Door: Sendable {
        let accepted: Counter
        let duplicate: Counter
        let invalid: Counter
        let ignored: Counter
        let refused: Counter
    }

    let door: Door
    private let endings: LabelledMetric<Counter>
    private let endToEnd: Timer
    private let grades: LabelledMetric<Counter>
    private let gradeDurations: LabelledMetric<Timer>
    private let writes: LabelledMetric<Counter>
    private let progress: LabelledMetric<Meter>
    private let signatureFailures: LabelledMetric<Counter>
    private let signatureMatches: LabelledMetric<Counter>
    private let reloads: LabelledMetric<Counter>
    private let lastReload: Meter
    private let clock: any TimeSource

    /// Registers the metrics with `factory`.
    init(factory: any MetricsFactory & Sendable, clock: any TimeSource) {
        self.clock = clock
        func counter(_ label: String, _ names: [String]) -> LabelledMetric<Counter> {
            LabelledMetric(names) { Counter(label: label, dimensions: $0, factory: factory) }
        }
        let events = counter("gradehook_events_total", ["outcome"])
        endings = events
        door = Door(
            accepted: events["accepted"], duplicate: events["duplicate"], invalid: events["invalid"],
            ignored: events["ignored"], refused: events["rejected_full"])
        endToEnd = Timer(label: "gradehook_end_to_end_seconds", factory: factory)
        grades = counter("gradehook_grades_total", ["grader", "outcome"])
        gradeDurations = LabelledMetric(["grader"]) {
            Timer(label: "gradehook_grade_duration_seconds", dimensions: $0, factory: factory)
        }
        writes = counter("gradehook_score_writes_total", ["sink", "outcome"])
        progress = LabelledMetric(["stage"]) {
            Meter(label: "gradehook_last_progress_timestamp_seconds", dimensions: $0, factory: factory)
        }
        signatureFailures = counter("gradehook_signature_failures_total", ["source", "reason"])
        signatureMatches = counter("gradehook_signature_matches_total", ["source", "key"])
        reloads = counter("gradehook_config_reloads_total", ["outcome"])
        lastReload = Meter(label: "gradehook_config_last_reload_success_timestamp_seconds", factory: factory)
        // All from the start, so that the first failure is an increase.
        for outcome in ReloadOutcome.allCases { _ = reloads[outcome.rawValue] }
        lastReload.set(clock.now().secondsSinceEpoch)
    }

    /// What a reload of the configuration came to.
    enum ReloadOutcome: String, CaseIterable { case applied, partial, failed }

    /// Notes a reload of the configuration.
    func reloaded(_ outcome: ReloadOutcome) {
        reloads[outcome.rawValue].increment()
        if outcome != .failed { lastReload.set(clock.now().secondsSinceEpoch) }
    }

    /// Notes an outcome of a grader.
    @Sendable func graded(_ grader: ConfiguredGrader, _ outcome: GradeOutcome, _ duration: Duration) {
        let label =
            switch outcome {
            case .graded: "graded"
            case .skipped: "skipped"
            case .failed(let failure): failure.code.rawValue
            }
        grades[grader.name, label].increment()
        gradeDurations[grader.name].recordNanoseconds(duration.inMicroseconds &* 1_000)
    }

    /// Notes what a sink said.
    func written(_ outcomes: [ScoreWriteOutcome], sink: String) {
        var counts = (written: 0, rejected: 0, unavailable: 0)
        for outcome in outcomes {
            switch outcome {
            case .written: counts.written += 1
            case .rejected: counts.rejected += 1
            case .unavailable: counts.unavailable += 1
            }
        }
        if counts.written > 0 {
            writes[sink, "written"].increment(by: counts.written)
            progress["write"].set(clock.now().secondsSinceEpoch)
        }
        if counts.rejected > 0 { writes[sink, "rejected"].increment(by: counts.rejected) }
        if counts.unavailable > 0 { writes[sink, "unavailable"].increment(by: counts.unavailable) }
    }

    /// Notes that a worker settled a job.
    func jobSettled(acceptedAt: Timestamp, now: Timestamp, state: EventFate.State) {
        progress["evaluate"].set(now.secondsSinceEpoch)
        endings[state.rawValue].increment()
        guard state.isFinal else { return }
        endToEnd.recordNanoseconds((now - acceptedAt).inMicroseconds &* 1_000)
    }

    /// Notes a delivery that was refused for its signature.
    func signatureFailed(source: String, reason: String) { signatureFailures[source, reason].increment() }

    /// A counter of deliveries that the secret at `keyIndex` of `source` verified.
    func signatureMatched(source: String, keyIndex: Int) -> Counter { signatureMatches[source, String(keyIndex)] }
}
