/// A text form in which metrics are read.
package enum ExpositionFormat: Sendable, Equatable, CaseIterable {
    /// Prometheus' text format 0.0.4, https://prometheus.io/docs/instrumenting/exposition_formats/.
    case text004
    /// OpenMetrics 1.0.0, https://prometheus.io/docs/specs/om/open_metrics_spec/.
    case openMetrics

    /// The value of `Content-Type`.
    package var contentType: String {
        switch self {
        case .text004: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}
