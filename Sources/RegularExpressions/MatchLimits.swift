/// How much work one search may cost, so that no pattern over any text can stall a worker.
package struct MatchLimits: Sendable, Equatable {
    /// How often the matcher may go back to try another way, from one starting position.
    package var backtracks: UInt32
    /// The memory for going back, in KiB.
    package var heapKiB: UInt32
    /// The wall-clock time of one search. It is looked at between starting positions, so a search may take longer by
    /// what `backtracks` cost from some thousand positions.
    package var time: Duration

    /// Creates limits; those left out are enough for every pattern that is not catastrophic.
    package init(backtracks: UInt32 = 1_000_000, heapKiB: UInt32 = 32 * 1024, time: Duration = .seconds(1)) {
        self.backtracks = backtracks
        self.heapKiB = heapKiB
        self.time = time
    }
}
