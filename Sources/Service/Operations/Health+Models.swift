import ChatModels
import Timing

extension Health {
    /// A line for each model that is away or told to wait; shown, but no reason to refuse work: jobs can wait.
    ///
    /// Anybody may read it, so that it names no server.
    static func checks(of pacers: EndpointPacers) -> [Check] {
        pacers.snapshots.compactMap { model, snapshot in
            detail(snapshot).map { Check(name: "model \(model)", isPassing: true, detail: $0) }
        }
    }

    private static func detail(_ snapshot: PacerSnapshot) -> String? {
        if let outage = snapshot.outage {
            return
                "away since \(outage.since.rfc3339): \(outage.failures) failures in a row, the last \(outage.reason);"
                + " tried again in \(text(outage.rest))"
        }
        return snapshot.pause.map { "told to wait, for another \(text($0))" }
    }

    private static func text(_ wait: Duration) -> String {
        DurationText.format(.milliseconds(wait.inMicroseconds / 1_000))
    }
}
