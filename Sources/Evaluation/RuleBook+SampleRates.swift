extension RuleBook {
    /// The share of targets that each grader is asked about because of `rules`, by its name; those asked about all of
    /// them are left out. Targets are in the sample by one place for all rules, so that of several rates the greatest holds.
    package func sampleRates(under names: [String]) -> [String: Double] {
        var rates: [String: Double] = [:]
        for rule in rules where names.contains(rule.name) {
            for grader in rule.graders { rates[grader] = max(rates[grader] ?? 0, rule.sampleRate) }
        }
        return rates.filter { $0.value < 1 }
    }
}
