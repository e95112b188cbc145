/// What a metric family measures; decides its samples and its `# TYPE` line.
package enum MetricType: String, Sendable, CaseIterable {
    /// A total that only grows. Its sample ends in `_total`.
    case counter
    /// A figure that goes up and down.
    case gauge
    /// Observations counted into buckets, with their sum and number.
    case histogram
}
