import Synchronization

extension PrometheusRegistry {
    /// Writes every metric, sorted by name and then by labels.
    package func render(format: ExpositionFormat) -> [UInt8] {
        var families = snapshot()
        // The registry's own counts are read last, so that what this scrape refused is in it.
        refreshRefusals(in: &families)
        var writer = ExpositionWriter(format: format, expectedSize: 16_384)
        for family in families.values.sorted(by: { $0.name < $1.name }) where !family.series.isEmpty {
            writer.write(family)
        }
        return writer.finish()
    }

    private func snapshot() -> [String: FamilySnapshot] {
        let collectors = state.withLock { $0.collectors }
        var collected = CollectedSamples()
        for collector in collectors { collector(&collected) }

        var (table, series) = state.withLock { ($0.table, $0.series) }
        var families = series.reduce(into: [String: FamilySnapshot]()) { families, entry in
            families[entry.key] = Self.family(entry.key, table, entry.value.mapValues(\.value))
        }
        for sample in collected.samples { add(sample, to: &families, &table) }
        return families
    }

    /// Adds a figure read at the scrape, unless its name or its labels stand for something else already.
    private func add(
        _ sample: CollectedSamples.Sample, to families: inout [String: FamilySnapshot], _ table: inout FamilyTable
    ) {
        let name = MetricName.family(sample.name, sample.type)
        guard MetricName.isValid(name), let labels = LabelSet(sample.labels, for: sample.type) else {
            return count(.invalidName)
        }
        guard table.enter(name, sample.type) else { return count(.conflict) }
        var series = families[name]?.series ?? [:]
        guard series[labels] == nil else { return count(.conflict) }
        guard series.count < maximumSeries else { return count(.tooManySeries) }
        // Taken out for the change, so that the dictionary is not copied for each sample.
        families[name] = nil
        series[labels] = .number(sample.value)
        families[name] = Self.family(name, table, series)
    }

    private func refreshRefusals(in families: inout [String: FamilySnapshot]) {
        for name in ["gradehook_metrics_conflicts", "gradehook_metrics_refused"] {
            guard let series = state.withLock({ $0.series[name] }) else { continue }
            families[name]?.series = series.mapValues(\.value)
        }
    }

    private static func family(
        _ name: String, _ table: FamilyTable, _ series: [LabelSet: SampleValue]
    ) -> FamilySnapshot {
        let entry = table.entries[name]
        return FamilySnapshot(name: name, type: entry?.type ?? .gauge, help: entry?.help ?? "", series: series)
    }
}
