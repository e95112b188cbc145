import PersonalData

/// The graders of one trace on their way: each is asked as soon as those it depends on have spoken.
///
/// Graders that wait for something outside run side by side; the others are asked in their order, between.
///
/// It lies on the heap and is one task's alone; what it does without waiting is not inlined, so that a task that waits for
/// a grader holds little beside it.
package final class GraderRun {
    /// Is told of every outcome that was asked for.
    package typealias Observer = @Sendable (ConfiguredGrader, GradeOutcome, Duration) -> Void

    private let suite: GraderSuite
    private let view: TraceView
    private let observe: Observer
    /// The names that were asked for, in that order.
    private let names: [String]
    /// The names of those that others depend on.
    private let others: [String]
    /// Those not asked so far, each after those it depends on.
    private var pending: [ConfiguredGrader]
    /// What was said so far, by the names of the graders.
    private var outcomes: [String: GradeOutcome]

    /// Creates a run of the graders of `suite` called `names`; `GraderSuite.run` says how.
    @inline(never)
    init(
        of suite: GraderSuite, on trace: Trace, with names: [String], settled: [String: GradeOutcome],
        hiding hidden: Set<PIIType>, observe: @escaping Observer
    ) {
        let needed = suite.closure(of: names)
        self.suite = suite
        self.observe = observe
        self.names = names
        others = needed.map(\.name).filter { !names.contains($0) }
        view = TraceView(of: trace, hiding: TraceRedaction(of: trace, hiding: hidden))
        outcomes = settled
        pending = needed.filter { settled[$0.name] == nil }
    }

    /// The results so far: of those that were asked for, in that order, then of those they depend on.
    package var results: [GraderResult] {
        @inline(never)
        get {
            (names + others).compactMap { name in
                guard let grader = suite[name], let outcome = outcomes[name] else { return nil }
                let result = GraderResult(grader: grader, outcome: outcome, isRequested: !others.contains(name))
                return view.written(result)
            }
        }
    }

    /// Asks all of them.
    package func finish() async {
        await askWithoutWaiting()
        // One that is on its own needs no task of its own.
        while let only = takeOnlyReady() {
            note(await Self.asked(only, view, observe), of: only.name)
            await askWithoutWaiting()
        }
        if !pending.isEmpty { await finishSideBySide() }
    }

    @inline(never)
    private func finishSideBySide() async {
        await withTaskGroup(of: (String, GradeOutcome).self) { group in
            repeat {
                for grader in takeReady() {
                    let (view, observe) = (view, observe)
                    group.addTask { (grader.name, await Self.asked(grader, view, observe)) }
                }
                guard let (name, outcome) = await group.next() else { return }
                note(outcome, of: name)
                await askWithoutWaiting()
            } while true
        }
    }

    /// Asks those that are ready and wait for nothing outside, and settles those whose prerequisite does not hold, until
    /// the rest depends on graders that wait.
    private func askWithoutWaiting() async {
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
            case .grader: note(await Self.asked(grader, view, observe), of: grader.name)
            case .aggregator(let aggregator):
                let parts = suite.partOutcomes(of: aggregator.parts, from: outcomes)
                let start = ContinuousClock.now
                note(Self.finished(grader, aggregator.aggregate(parts), since: start, observe), of: grader.name)
            }
        }
        pending = rest
    }

    private func note(_ outcome: GradeOutcome, of name: String) {
        outcomes[name] = suite.withSampleRate(outcome, of: name, given: outcomes)
    }

    /// Takes out the one that can be asked now when there is no other.
    private func takeOnlyReady() -> ConfiguredGrader? {
        let ready = pending.indices.filter { isReady(pending[$0]) }
        return ready.count == 1 ? pending.remove(at: ready[0]) : nil
    }

    /// Takes those out that can be asked now; after `askWithoutWaiting` all of them wait for something outside.
    private func takeReady() -> [ConfiguredGrader] {
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

    /// Asks one that is no aggregator.
    private static func asked(
        _ grader: ConfiguredGrader, _ view: TraceView, _ observe: Observer
    ) async -> GradeOutcome {
        let start = ContinuousClock.now
        let outcome = await ask(grader.grader, grader.mapping, view)
        return finished(grader, outcome, since: start, observe)
    }

    private static func ask(_ grader: BuiltGrader, _ mapping: InputMapping, _ view: TraceView) async -> GradeOutcome {
        guard case .grader(let grader) = grader else {
            return .failed(GradeFailure(code: .internal, message: "an aggregator was asked like a grader"))
        }
        switch view.selection(for: grader, mapping) {
        case .outcome(let outcome): return outcome
        case .sample(let sample): return await grader.grade(sample)
        }
    }

    private static func finished(
        _ grader: ConfiguredGrader, _ outcome: GradeOutcome, since start: ContinuousClock.Instant, _ observe: Observer
    ) -> GradeOutcome {
        let outcome = grader.finish(outcome)
        observe(grader, outcome, ContinuousClock.now - start)
        return outcome
    }
}
