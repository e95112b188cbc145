import Timing

/// Which models of a configuration share a pacer, and the limits each pacer is to have.
package struct PacingPlan: Sendable {
    /// A pacer with those it is for.
    struct Entry: Sendable {
        let pacer: EndpointPacer
        /// The first model that goes there, for whom the figures are shown.
        let model: String
        var limits: PacingLimits
    }

    private(set) var entries: [ModelEndpoint: Entry] = [:]
    private let kept: [ModelEndpoint: Entry]
    private let time: any TimeSource

    init(keeping kept: [ModelEndpoint: Entry], time: any TimeSource) {
        self.kept = kept
        self.time = time
    }

    /// Adds a model and returns the pacer of its endpoint: the one in force, if there is one. Where several models go to one
    /// endpoint with one account, the lowest of their limits hold for all of them together.
    package mutating func add(_ model: String, at provider: ModelProvider, limits: PacingLimits) -> EndpointPacer {
        let endpoint = ModelEndpoint(provider)
        if let entry = entries[endpoint] {
            entries[endpoint]?.limits = entry.limits.lower(of: limits)
            return entry.pacer
        }
        let pacer = kept[endpoint]?.pacer ?? EndpointPacer(limits, time: time)
        entries[endpoint] = Entry(pacer: pacer, model: model, limits: limits)
        return pacer
    }
}
