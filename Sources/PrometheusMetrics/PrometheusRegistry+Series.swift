import Synchronization

extension PrometheusRegistry {
    /// The series of `name` with `labels`, made by `make` when there is none; nil when it is refused.
    func series(
        _ name: String, _ type: MetricType, _ labels: [(String, String)], make: () -> Series
    ) -> Series? {
        let family = MetricName.family(name, type)
        guard MetricName.isValid(family), let labels = LabelSet(labels, for: type) else {
            count(.invalidName)
            return nil
        }
        let made = make()
        let maximum = maximumSeries
        let result = state.withLock { state -> Result<Series, SeriesRefused> in
            guard state.table.enter(family, type) else { return .failure(SeriesRefused(reason: .conflict)) }
            if let present = state.series[family]?[labels] { return .success(present) }
            guard state.series[family, default: [:]].count < maximum else {
                return .failure(SeriesRefused(reason: .tooManySeries))
            }
            state.series[family, default: [:]][labels] = made
            return .success(made)
        }
        switch result {
        case .success(let series): return series
        case .failure(let refused):
            count(refused.reason)
            return nil
        }
    }

    /// Drops the series that `isIt` names; its handlers then count into nothing. The family's name stays taken.
    func remove(where isIt: (Series) -> Bool) {
        state.withLock { state in
            for (family, series) in state.series {
                guard let labels = series.first(where: { isIt($0.value) })?.key else { continue }
                state.series[family]?[labels] = nil
                return
            }
        }
    }
}

/// Carries a refusal out of the registry's lock.
private struct SeriesRefused: Error {
    var reason: PrometheusRegistry.Refusal
}
