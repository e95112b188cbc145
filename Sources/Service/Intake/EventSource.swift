import CoreMetrics
import Synchronization
import Webhooks

/// A configured source, ready to verify. A class, since looking one up for each delivery should not copy its parts.
final class EventSource: Sendable {
    let name: String
    let verifier: SignatureVerifier
    /// Whether anyone on this machine may send.
    let isUnsigned: Bool
    let signedBody: SourceSection.SignedBody
    let maximumBatch: Int
    /// A counter for each secret, in order.
    let matches: [Counter]

    init(_ section: SourceSection, metrics: ServiceMetrics) throws(SignatureConfigurationError) {
        name = section.name
        verifier = try SignatureVerifier(scheme: section.scheme, secrets: section.secrets, tolerance: section.tolerance)
        isUnsigned = section.scheme == .none
        signedBody = section.signedBody
        maximumBatch = section.maximumBatch
        matches = (0..<max(1, section.secrets.count)).map {
            metrics.signatureMatched(source: section.name, keyIndex: $0)
        }
    }
}

/// The sources by name, replaced as a whole when the configuration is reloaded.
final class EventSources: Sendable {
    private struct Table: Sendable {
        var byName: [String: EventSource]
        /// What `/v1/events` without a name means: the source called `default`, or the only one.
        var unnamed: EventSource?
    }

    private let table: Mutex<Table>

    init(_ sources: [EventSource]) {
        table = Mutex(Self.table(sources))
    }

    /// The source called `name`, or with nil the one that is meant without a name.
    func source(_ name: String?) -> EventSource? {
        table.withLock { table in name.map { table.byName[$0] } ?? table.unnamed }
    }

    /// Puts other sources in force.
    func replace(with sources: [EventSource]) {
        let fresh = Self.table(sources)
        table.withLock { $0 = fresh }
    }

    private static func table(_ sources: [EventSource]) -> Table {
        let byName = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
        return Table(byName: byName, unnamed: byName["default"] ?? (sources.count == 1 ? sources[0] : nil))
    }
}
