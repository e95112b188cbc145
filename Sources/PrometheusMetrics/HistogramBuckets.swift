/// Which buckets a histogram has, by its name.
package struct HistogramBuckets: Sendable {
    /// Half a millisecond to a minute: from a request that only enqueues to a slow judge.
    package static let durations: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]
    /// 256 bytes to 16 MiB, by fours.
    package static let sizes: [Double] = [
        256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
    ]
    /// One to a thousand.
    package static let counts: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

    private let byName: [String: [Double]]

    /// Creates a choice of buckets: those named in `byName`, else `durations` for names in `_seconds`, `sizes` for names
    /// in `_bytes`, and `counts` for the rest.
    ///
    /// Bounds are sorted; repeated and infinite ones are dropped, since the bucket up to infinity is always there.
    package init(byName: [String: [Double]] = [:]) {
        self.byName = byName.mapValues { Set($0.filter(\.isFinite)).sorted() }
    }

    /// The upper bounds for the histogram `name`, ascending, without infinity.
    package func bounds(for name: String) -> [Double] {
        if let bounds = byName[name] { return bounds }
        if name.hasSuffix("_seconds") { return Self.durations }
        return name.hasSuffix("_bytes") ? Self.sizes : Self.counts
    }
}
