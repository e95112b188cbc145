import JSON

/// The `server` section: where events come in, and the limits of the door.
package struct ServerConfiguration: Sendable {
    /// Where events come in.
    package var listen = ListenAddress(host: "127.0.0.1", port: 8080)
    /// Threads of the listener; 0 stands for one per core.
    package var threads = 0
    /// The longest body, in bytes, as sent and after its content coding is undone.
    package var maximumBodyBytes = 4_718_592
    /// The most bytes that the bodies of all requests of a listener may take together.
    package var maximumBufferedBytes = 268_435_456
    /// The most connections open at once.
    package var maximumConnections = 1_000
    /// The most connections of one address; 0 sets no limit.
    package var maximumConnectionsPerAddress = 0
    /// The time from the first byte of a request to the end of its headers.
    package var headerTimeout: Duration = .seconds(10)
    /// The time for the body.
    package var bodyTimeout: Duration = .seconds(30)
    /// How long an idle connection is kept.
    package var keepAliveTimeout: Duration = .seconds(30)
    /// The time a route may take to answer before the listener does in its place.
    package var answerTimeout: Duration = .seconds(600)
    /// How long events are still taken after SIGTERM, while `/readyz` already says 503, for load balancers to notice.
    package var drainGrace: Duration = .zero
    /// How long running and waiting jobs may take after SIGTERM.
    package var drainTimeout: Duration = .seconds(25)

    /// Reads the section; a key left out keeps its default.
    static func read(_ source: JSONReader?) throws(JSONReadError) -> ServerConfiguration {
        var section = ServerConfiguration()
        guard var reader = source else { return section }
        section.listen = try ListenAddress.read(&reader, "listen") ?? section.listen
        section.threads = try reader.count("threads", default: section.threads, in: 0...256)
        section.maximumBodyBytes = try reader.size("max_body_bytes", default: section.maximumBodyBytes)
        section.maximumBufferedBytes = try reader.size(
            "max_buffered_bytes", default: max(section.maximumBufferedBytes, section.maximumBodyBytes),
            minimum: section.maximumBodyBytes)
        section.maximumConnections = try reader.count(
            "max_connections", default: section.maximumConnections, in: 1...1_000_000)
        section.maximumConnectionsPerAddress = try reader.count(
            "max_connections_per_address", default: section.maximumConnectionsPerAddress, in: 0...1_000_000)
        let timeouts: ClosedRange<Duration> = .milliseconds(10) ... .seconds(3_600)
        section.headerTimeout = try reader.duration("header_timeout", default: section.headerTimeout, in: timeouts)
        section.bodyTimeout = try reader.duration("body_timeout", default: section.bodyTimeout, in: timeouts)
        section.keepAliveTimeout = try reader.duration(
            "keep_alive_timeout", default: section.keepAliveTimeout, in: timeouts)
        // A judge of `POST /v1/grade` may take its time, and so may several attempts of it.
        section.answerTimeout = try reader.duration(
            "answer_timeout", default: section.answerTimeout, in: .milliseconds(10) ... .seconds(86_400))
        section.drainGrace = try reader.duration("drain_grace", default: section.drainGrace)
        section.drainTimeout = try reader.duration("drain_timeout", default: section.drainTimeout)
        try reader.finish()
        return section
    }
}
