/// The graders of one trace on their way: each is asked as soon as those it depends on have spoken.
///
/// Graders that wait for something outside run side by side; the others are asked in their order, between.
struct GraderRun {
    /// Is told of every outcome that was asked for.
    typealias Observer = @Sendable (ConfiguredGrader, GradeOutcome, Duration) -> Void

    private let suite: GraderSuite
    private let trace: Trace
    /// What those that wait for something outside do not see; nil when they see all.
    private let redaction: TraceRedaction?
    private let observe: Observer
    /// Those not asked so far, each after those it depends on.
    private var pending: [ConfiguredGrader]
    /// What was said so far, by the names of the graders.
    private(set) var outcomes: [String: GradeOutcome]

    /// Creates a run of `graders`, of which those in `settled` are not asked again.
    init(
        _ graders: [ConfiguredGrader], of suite: GraderSuite, on trace: Trace, hiding redaction: TraceRedaction?,
        settled: [String: GradeOutcome], observe: @escaping Observer
    ) {
        self.suite = suite
        self.trace = trace
        self.redaction = redaction
        self.observe = observe
        outcomes = settled
        pending = graders.filter { settled[$0.name] == nil }
    }

    /// Asks all of them.
    mutating func finish() async {
        await askWithoutWaiting()
        guard !pending.isEmpty else { return }
        await withTaskGroup(of: (String, GradeOutcome).self) { group in
            repeat {
                for grader in takeReady() {
                    let (trace, redaction, observe) = (trace, redaction, observe)
                    guard case .grader(let inner) = grader.grader else { continue }
                    group.addTask {
                        let outcome = await Self.timed(grader, observe) {
                            await Self.ask(inner, grader.mapping, trace, redaction)
                        }
                        return (grader.name, outcome)
                    }
                }
                guard let (name, outcome) = await group.next() else { return }
                note(outcome, of: name)
                await askWithoutWaiting()
            } while true
        }
    }

    /// Asks those that are ready and wait for nothing outside, and settles those whose prerequisite does not hold, until
    /// the rest depends on graders that wait.
    private mutating func askWithoutWaiting() async {
        var rest: [ConfiguredGrader] = []
        // Each stands after those it depends on, so that once through is enough.
        for grader in pending {
            guard isReady(grader) else {
                rest.append(grader)
                continue
            }
            if case .settled(let outcome) = decision(grader) {
                observe(grader, outcome, .zero)
                outcomes[grader.name] = outcome
                continue
            }
            switch grader.grader {
            case .grader(let inner) where inner.waits: rest.append(grader)
            case .grader(let inner):
                let outcome = await Self.timed(grader, observe) { await Self.ask(inner, grader.mapping, trace) }
                note(outcome, of: grader.name)
            case .aggregator(let aggregator):
                let parts = suite.partOutcomes(of: aggregator.parts, from: outcomes)
                note(await Self.timed(grader, observe) { aggregator.aggregate(parts) }, of: grader.name)
            }
        }
        pending = rest
    }

    private mutating func note(_ outcome: GradeOutcome, of name: String) {
        outcomes[name] = suite.withSampleRate(outcome, of: name, given: outcomes)
    }

    /// Takes those out that can be asked now; after `askWithoutWaiting` all of them wait for something outside.
    private mutating func takeReady() -> [ConfiguredGrader] {
        let ready = pending.filter(isReady)
        pending.removeAll(where: isReady)
        return ready
    }

    private func isReady(_ grader: ConfiguredGrader) -> Bool {
        grader.dependencies.allSatisfy { outcomes[$0] != nil }
    }

    private func decision(_ grader: ConfiguredGrader) -> GraderPrerequisite.Decision {
        guard let prerequisite = grader.prerequisite else { return .ask }
        return prerequisite.decide(
            by: suite.partOutcomes(of: [prerequisite.grader], from: outcomes)[prerequisite.grader])
    }

    /// Asks `grader` once its required fields are known to be there. It sees what `redaction` leaves.
    private static func ask(
        _ grader: any Grader, _ mapping: InputMapping, _ trace: Trace, _ redaction: TraceRedaction? = nil
    ) async -> GradeOutcome {
        let sample: Sample
        do throws(GradeFailure) {
            let selected = try mapping.sample(of: trace)
            sample = try redaction?.shown(selected) ?? selected
        } catch {
            return .failed(error)
        }
        for field in grader.requiredFields where sample[field] == nil {
            if field == .output { return .skipped("the trace has no output") }
            return .failed(
                GradeFailure(
                    code: .missingInput,
                    message:
                        "`\(field.rawValue)` is missing; send it with the trace or point `map.\(field.rawValue)` at it")
            )
        }
        return await grader.grade(sample)
    }

    private static func timed(
        _ grader: ConfiguredGrader, _ observe: Observer, _ body: () async -> GradeOutcome
    ) async -> GradeOutcome {
        let start = ContinuousClock.now
        let outcome = grader.finish(await body())
        observe(grader, outcome, ContinuousClock.now - start)
        return outcome
    }
}
