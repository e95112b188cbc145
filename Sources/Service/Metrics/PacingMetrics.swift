import ChatModels
import PrometheusMetrics
import Timing

/// Shows how the endpoints of the models are doing. Models that share an endpoint appear as the first of them.
enum PacingMetrics {
    /// The metrics of pacing, those that `ModelMetrics` counts included.
    static let entries: [MetricCatalogue.Entry] = [
        .init(name: "gradehook_judge_calls_in_flight", type: .gauge, help: "Calls under way, by model."),
        .init(
            name: "gradehook_judge_concurrency_limit", type: .gauge,
            help: "Calls that may be under way now, by model; at most its max_concurrency."),
        .init(
            name: "gradehook_judge_calls_waiting", type: .gauge, help: "Calls that wait for others to end, by model."),
        .init(
            name: "gradehook_judge_pause_seconds", type: .gauge,
            help: "How much longer the server wants no calls, by model."),
        .init(
            name: "gradehook_judge_circuit_state", type: .gauge,
            help: "1 for the state the circuit is in, by model and state."),
        .init(
            name: "gradehook_judge_place_wait_seconds", type: .histogram,
            help: "Time an attempt waited until it could be sent, by model."),
        .init(
            name: "gradehook_judge_retries_refused_total", type: .counter,
            help: "Calls not tried again because there had been too many retries, by model."),
    ]

    /// Adds what the pacers show now.
    static func collect(_ pacers: EndpointPacers, into samples: inout CollectedSamples) {
        for (model, snapshot) in pacers.snapshots {
            let labels = [("model", model)]
            samples.gauge("gradehook_judge_calls_in_flight", Double(snapshot.inFlight), labels: labels)
            samples.gauge("gradehook_judge_concurrency_limit", Double(snapshot.limit), labels: labels)
            samples.gauge("gradehook_judge_calls_waiting", Double(snapshot.waiting), labels: labels)
            samples.gauge("gradehook_judge_pause_seconds", snapshot.pause?.inSeconds ?? 0, labels: labels)
            for state in PacerSnapshot.Circuit.allCases {
                samples.gauge(
                    "gradehook_judge_circuit_state", state == snapshot.circuit ? 1 : 0,
                    labels: labels + [("state", state.rawValue)])
            }
        }
    }
}
