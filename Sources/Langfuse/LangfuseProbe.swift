package import HTTPClient
import JSON
import Synchronization
package import Timing

/// Finds out what the Langfuse server is: its version, the project of the keys, and which routes give traces.
///
/// The answer is kept. Concurrent callers share one round of questions. May be used from any task.
package final class LangfuseProbe: Sendable {
    /// What there is to ask about.
    private enum Subject { case server }

    private let client: LangfuseClient
    private let observer: any LangfuseObserver
    private let known = Mutex<ServerGeneration?>(nil)
    private let fetches = SharedFetch<Subject, ServerGeneration, LangfuseError>.ofLangfuse()

    /// Creates a probe; nothing is sent before it is used.
    package init(
        configuration: LangfuseConfiguration, transport: any HTTPTransport, time: any TimeSource,
        observer: any LangfuseObserver = SilentLangfuseObserver()
    ) {
        client = LangfuseClient(configuration: configuration, transport: transport, time: time)
        self.observer = observer
    }

    /// What was learnt so far; nil before the first success.
    package var current: ServerGeneration? { known.withLock { $0 } }

    /// How many callers wait for an answer that another one has asked for.
    var waiting: Int { fetches.waiting(for: .server) }

    /// Returns what is known, asking the server when nothing is.
    ///
    /// - Throws: `LangfuseError` when the server is away, refuses the keys, or is no Langfuse. Nothing is remembered of
    ///   a failure: the next call asks again.
    package func probe() async throws(LangfuseError) -> ServerGeneration {
        if let current { return current }
        return try await fetches.value(of: .server) { () async throws(LangfuseError) in
            if let current = self.current { return current }
            return try await self.ask()
        }
    }

    /// Asks again, because a route that should be there was not: an operator can switch a server's mode.
    ///
    /// `stale` is what the caller went by. When something newer is known already, that is returned; so is what was
    /// learnt less than ten seconds ago.
    package func refresh(_ stale: ServerGeneration) async throws(LangfuseError) -> ServerGeneration {
        try await fetches.value(of: .server) { () async throws(LangfuseError) in
            if let current = self.current {
                let age = self.client.time.now() - current.probedAt
                if current.probedAt != stale.probedAt || age < .seconds(10) { return current }
            }
            return try await self.ask()
        }
    }

    private func ask() async throws(LangfuseError) -> ServerGeneration {
        do throws(LangfuseError) {
            let generation = try await answers()
            known.withLock { $0 = generation }
            observer.probed(.success(generation))
            return generation
        } catch {
            observer.probed(.failure(error))
            throw error
        }
    }

    private func answers() async throws(LangfuseError) -> ServerGeneration {
        let version = try await health()
        let projectID = try await project()
        let readers = try await readers()
        let isNew = version.map { $0 >= LangfuseVersion(4, 59, 0) } ?? false
        return ServerGeneration(
            readers: readers, version: version, projectID: projectID,
            takesScoreArrays: client.configuration.isCloud || isNew, probedAt: client.time.now())
    }

    private func health() async throws(LangfuseError) -> LangfuseVersion? {
        do throws(LangfuseError) {
            let answer = try await client.get("/health")
            guard answer.object != nil else { throw client.malformed("GET /health", "the answer is not an object") }
            return answer["version"]?.string.flatMap(LangfuseVersion.init)
        } catch  where error.code == .notFound {
            throw client.malformed("GET /health", "there is no such route (a sub-path belongs into base_url)")
        }
    }

    private func project() async throws(LangfuseError) -> String {
        let answer = try await client.get("/projects")
        guard let id = answer["data"]?.array?.first?["id"]?.string, !id.isEmpty else {
            throw client.malformed("GET /projects", "the keys belong to no project")
        }
        return id
    }

    /// The v4 route answers 404 on a server that does not write v4 tables, after it has accepted the keys.
    private func readers() async throws(LangfuseError) -> ServerGeneration.Readers {
        do throws(LangfuseError) {
            _ = try await client.get("/v2/observations", query: [("limit", "1"), ("fields", "core")])
            return .v4
        } catch  where error.code == .notFound {
            return .v3
        }
    }
}
