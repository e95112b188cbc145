import Synchronization
package import Timing

/// The pacers of a service, kept from one configuration to the next: what was learned of an endpoint outlives a reload.
package final class EndpointPacers: Sendable {
    private let entries = Mutex<[ModelEndpoint: PacingPlan.Entry]>([:])
    private let time: any TimeSource

    /// Creates a set without pacers.
    package init(time: any TimeSource) { self.time = time }

    /// A plan for the next configuration, still without models. Nothing changes until it is put in force.
    package func plan() -> PacingPlan { PacingPlan(keeping: entries.withLock { $0 }, time: time) }

    /// Gives the pacers of `plan` their limits, and forgets all others; calls under way keep theirs.
    package func putInForce(_ plan: PacingPlan) {
        entries.withLock { $0 = plan.entries }
        for entry in plan.entries.values { entry.pacer.set(entry.limits) }
    }

    /// How each endpoint is doing, under the name of the first model that goes there, in the order of names.
    package var snapshots: [(model: String, snapshot: PacerSnapshot)] {
        let entries = entries.withLock { Array($0.values) }
        return entries.map { ($0.model, $0.pacer.snapshot) }.sorted { $0.model < $1.model }
    }
}
