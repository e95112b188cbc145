import ChatModels
import CoreMetrics

/// Counts calls to models.
struct ModelMetrics: ChatModelObserver {
    init(factory: any MetricsFactory & Sendable) {}
}
