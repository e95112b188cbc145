import Langfuse
import Logging
import Timing

/// Asks Langfuse once at start what it is, and again until it answers. The service works meanwhile: jobs that need
/// Langfuse wait in the queue.
enum LangfuseGreeting {
    static func run(_ pipeline: Pipeline, _ clock: any TimeSource, _ logger: Logger) async {
        guard let probe = pipeline.langfuse?.probe else { return }
        let backoff = ExponentialBackoff(base: .seconds(1), cap: .seconds(60))
        var attempt = 1
        while !Task.isCancelled {
            do throws(LangfuseError) {
                let server = try await probe.probe()
                logger.info(
                    "langfuse answered",
                    metadata: [
                        "version": "\(server.version.map { "\($0)" } ?? "unknown")",
                        "readers": "\(server.readers.rawValue)",
                    ])
                return
            } catch {
                logger.warning("langfuse did not answer; trying again", metadata: ["error": "\(error)"])
            }
            try? await clock.sleep(for: max(.milliseconds(250), backoff.delay(attempt: attempt)))
            attempt += 1
        }
    }
}
