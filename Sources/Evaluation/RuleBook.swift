package import PersonalData

/// The rules in order, and the decision they come to for a trace.
package struct RuleBook: Sendable {
    /// What the rules say of a trace.
    package enum Decision: Sendable, Equatable {
        /// Grade it with these graders (each once), because of these rules.
        case grade(graders: [String], rules: [String])
        /// No rule wants it; the sentence says why for each.
        case filtered(String)
        /// These rules want it, but it is outside their sample; `position` is the target's place in 0..<1.
        case sampledOut(rules: [String], position: Double)
    }

    /// The rules in order.
    package let rules: [Rule]
    private let ownEnvironments: Set<String>

    /// Creates a book. Traces of `ownEnvironments` are never graded, beside those of Langfuse's own evaluators.
    package init(_ rules: [Rule], ownEnvironments: Set<String> = []) {
        self.rules = rules
        self.ownEnvironments = ownEnvironments
    }

    /// The same rules with every target in their sample, for grading that was asked for by hand.
    package var withoutSampling: RuleBook {
        let all = rules.map { rule in
            var rule = rule
            if rule.sampleRate > 0 { rule.sampleRate = 1 }
            return rule
        }
        return RuleBook(all, ownEnvironments: ownEnvironments)
    }

    /// Decides about `trace`, sampling by the id of `target`.
    package func decide(_ trace: Trace, target: Target) -> Decision {
        if let reason = loopReason(trace) { return .filtered(reason) }
        var graders: [String] = []
        var matched: [String] = []
        var outside: [String] = []
        var position: Double?
        for rule in rules where rule.condition.holds(for: trace) {
            if rule.sampleRate < 1 {
                let place = position ?? Sampling.position(of: target.id)
                position = place
                guard place < rule.sampleRate else {
                    outside.append(rule.name)
                    continue
                }
            }
            matched.append(rule.name)
            for name in rule.graders where !graders.contains(name) { graders.append(name) }
        }
        if !matched.isEmpty { return .grade(graders: graders, rules: matched) }
        if !outside.isEmpty { return .sampledOut(rules: outside, position: position ?? 0) }
        return .filtered(filterReason(trace))
    }

    /// What graders outside of the process do not see of a trace that the rules called `names` want: what any of them
    /// hides. With nil, for a trace that no rule was asked about, what any rule hides.
    package func hidden(by names: [String]?) -> Set<PIIType> {
        rules.reduce(into: []) { hidden, rule in
            if names?.contains(rule.name) ?? true { hidden.formUnion(rule.hidden) }
        }
    }

    private func filterReason(_ trace: Trace) -> String {
        guard !rules.isEmpty else { return "there are no rules" }
        // Whoever reads why no rule wanted the trace sees no more than the most careful of them shows.
        let types = hidden(by: nil)
        return rules.map { "rule \($0.name): \($0.condition.firstMismatch(for: trace, hiding: types) ?? "matched")" }
            .joined(separator: "; ")
    }

    /// Keeps evaluators from grading evaluators: Langfuse runs its own under environments that begin with `langfuse`,
    /// and skips those of `llm-as-a-judge`; only its prompt experiments are there to be graded.
    private func loopReason(_ trace: Trace) -> String? {
        guard let environment = trace.environment, environment != "langfuse-prompt-experiment" else { return nil }
        let isOwn = environment.hasPrefix("langfuse") || environment == "llm-as-a-judge"
        guard isOwn || ownEnvironments.contains(environment) else { return nil }
        let shown = (try? PIIMarkers(hidden(by: nil)).mark(environment)) ?? TraceRedaction.withheld
        return "loop guard: environment `\(shown)` holds traces of evaluators, which are never graded"
    }
}
