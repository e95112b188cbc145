import HTTPServer
import Logging
import Timing

/// What the service says about itself: fixed messages, facts as metadata.
enum ServiceLog {
    static func started(_ logger: Logger, _ configuration: Configuration, port: UInt16) {
        logger.info(
            "listening",
            metadata: [
                "address": "\(ListenAddress(host: configuration.server.listen.host, port: port))",
                "sources": "\(configuration.sources.map(\.name).joined(separator: ","))",
                "workers": "\(configuration.queue.workers)", "version": "\(VersionInfo.version)",
            ])
        guard !HTTPListener.isStrictParser else { return }
        logger.warning(
            "libmicrohttpd is older than 1.0.1, whose parser of HTTP is stricter; put a proxy before it on open networks",
            metadata: ["libmicrohttpd": "\(HTTPListener.libraryVersion)"])
    }

    static func unanswered(_ logger: Logger, _ request: UnansweredRequest) {
        logger.warning(
            "a request was not answered in time; the caller got 504",
            metadata: [
                "method": "\(request.method)", "path": "\(request.path)",
                "timeout": "\(DurationText.format(request.timeout))",
            ])
    }

    static func stopped(_ logger: Logger, _ leftovers: Leftovers) {
        let facts: Logger.Metadata = [
            "waiting": "\(leftovers.waiting)", "delayed": "\(leftovers.delayed)", "running": "\(leftovers.running)",
            "dead": "\(leftovers.dead)",
        ]
        if leftovers.count == 0 {
            logger.info("stopped; nothing was left undone", metadata: facts)
        } else {
            logger.warning("stopped with jobs undone; the memory queue loses them", metadata: facts)
        }
    }
}
