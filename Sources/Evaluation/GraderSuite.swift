package import PersonalData

/// The configured graders, and the order in which they depend on each other.
package struct GraderSuite: Sendable {
    /// Every grader in the order configured.
    package let graders: [ConfiguredGrader]
    private let byName: [String: ConfiguredGrader]

    /// Creates a suite. Names must be distinct and aggregators must not form a ring; configuration checks both.
    package init(_ graders: [ConfiguredGrader]) {
        self.graders = graders
        byName = Dictionary(graders.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The grader called `name`.
    package subscript(name: String) -> ConfiguredGrader? { byName[name] }

    /// Grades `trace` with the graders called `names` and with those they read; returns the results for `names`, in
    /// that order, then those of the parts that were not named.
    ///
    /// `settled` holds outcomes of an earlier attempt that need not be asked for again. Graders that wait for something
    /// outside run side by side, and none of them sees data of the types `hidden`; nothing of it is in the results either.
    /// A grader that fails stops no other. `observe` is told of every outcome that was asked for here.
    package func grade(
        _ trace: Trace, with names: [String], settled: [String: GradeOutcome] = [:], hiding hidden: Set<PIIType> = [],
        observe: @escaping @Sendable (ConfiguredGrader, GradeOutcome, Duration) -> Void = { _, _, _ in }
    ) async -> [GraderResult] {
        let redaction = TraceRedaction(of: trace, hiding: hidden)
        var outcomes = settled
        var remote: [(ConfiguredGrader, any Grader)] = []
        var aggregators: [(ConfiguredGrader, any Aggregator)] = []
        let ordered = closure(of: names)
        for grader in ordered where outcomes[grader.name] == nil {
            switch grader.grader {
            case .aggregator(let aggregator): aggregators.append((grader, aggregator))
            case .grader(let inner) where inner.waits: remote.append((grader, inner))
            case .grader(let inner):
                outcomes[grader.name] = await Self.timed(grader, observe) {
                    await Self.ask(inner, grader.mapping, trace)
                }
            }
        }
        await Self.askSideBySide(remote, about: trace, redaction, observe) { outcomes[$0] = $1 }
        for (grader, aggregator) in aggregators {
            let parts = partOutcomes(of: aggregator, from: outcomes)
            outcomes[grader.name] = await Self.timed(grader, observe) { aggregator.aggregate(parts) }
        }
        let parts = ordered.map(\.name).filter { !names.contains($0) }
        return (names + parts).compactMap { name in
            guard let grader = byName[name], let outcome = outcomes[name] else { return nil }
            let result = GraderResult(grader: grader, outcome: outcome, isRequested: !parts.contains(name))
            return redaction?.written(result) ?? result
        }
    }

    /// The named graders with everything they read, parts before the aggregators that read them.
    package func closure(of names: [String]) -> [ConfiguredGrader] {
        var ordered: [ConfiguredGrader] = []
        var seen: Set<String> = []
        func visit(_ name: String) {
            guard seen.insert(name).inserted, let grader = byName[name] else { return }
            if case .aggregator(let aggregator) = grader.grader { aggregator.parts.forEach(visit) }
            ordered.append(grader)
        }
        names.forEach(visit)
        return ordered
    }

    private func partOutcomes(
        of aggregator: any Aggregator, from outcomes: [String: GradeOutcome]
    ) -> [String: PartOutcome] {
        var parts: [String: PartOutcome] = [:]
        for name in aggregator.parts {
            guard let outcome = outcomes[name], let part = byName[name] else { continue }
            parts[name] = PartOutcome(outcome: outcome, scale: part.scale, threshold: part.threshold)
        }
        return parts
    }

    private static func askSideBySide(
        _ graders: [(ConfiguredGrader, any Grader)], about trace: Trace, _ redaction: TraceRedaction?,
        _ observe: @escaping @Sendable (ConfiguredGrader, GradeOutcome, Duration) -> Void,
        collect: (String, GradeOutcome) -> Void
    ) async {
        await withTaskGroup(of: (String, GradeOutcome).self) { group in
            for (grader, inner) in graders {
                group.addTask {
                    let outcome = await timed(grader, observe) { await ask(inner, grader.mapping, trace, redaction) }
                    return (grader.name, outcome)
                }
            }
            for await (name, outcome) in group { collect(name, outcome) }
        }
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
        _ grader: ConfiguredGrader, _ observe: @Sendable (ConfiguredGrader, GradeOutcome, Duration) -> Void,
        _ body: () async -> GradeOutcome
    ) async -> GradeOutcome {
        let start = ContinuousClock.now
        let outcome = grader.finish(await body())
        observe(grader, outcome, ContinuousClock.now - start)
        return outcome
    }
}
