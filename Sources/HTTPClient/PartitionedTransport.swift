import Synchronization

/// Sends requests, those of each connection profile through a transport of its own.
///
/// That way connections of two profiles cannot mix, which libcurl's own comparison does not promise: up to 8.20.0 it left
/// the client's key out (https://curl.se/docs/CVE-2026-8932.html). A profile's transport lives as long as somebody holds
/// what `connecting(as:allowing:)` gave; its thread starts with its first request. Whoever drops the last of them does not
/// wait for that thread, since it may be a job that ends on a thread of Swift's pool; `shutdown` does. Hosts that are not
/// allowed are refused here, before anything is looked up or connected. Which ones are is said with the profile and stays:
/// whoever works by an older configuration works by its hosts.
package final class PartitionedTransport: HTTPTransport {
    private struct Partition {
        var transport: CurlTransport
        var profile: ConnectionProfile
        /// How many may still send through it. Counted here, for a weak reference that is looked at may become the last.
        var holders = 1
    }

    private struct State {
        /// What further transports are made with.
        var configuration: TransportConfiguration
        var partitions: [Partition] = []
        /// Transports nobody holds any more whose threads may not have ended yet.
        var ending: [CurlTransport] = []
        var isShutDown = false
    }

    private let allowedHosts: HostRules?
    private let plain: CurlTransport
    private let plainProfile: ConnectionProfile
    private let state: Mutex<State>

    /// Creates a transport whose requests use the profile of `configuration` unless told otherwise; nil allows all hosts.
    package init(configuration: TransportConfiguration = TransportConfiguration(), allowedHosts: HostRules? = nil) {
        plain = CurlTransport(configuration: configuration)
        plainProfile = configuration.connection
        self.allowedHosts = allowedHosts
        state = Mutex(State(configuration: configuration))
    }

    package func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse {
        try allowedHosts?.check(request)
        return try await plain.execute(request)
    }

    package func connecting(as profile: ConnectionProfile, allowing hosts: HostRules?) -> any HTTPTransport {
        PartitionTransport(owner: self, allowedHosts: hosts, transport: hold(profile))
    }

    /// Lets at most `connections` transfers of each profile be under way from now on, and `perHost` of them to one host.
    /// What is under way beyond that goes on.
    package func limit(connections: Int, perHost: Int) {
        state.withLock { state in
            state.configuration.maximumConnections = connections
            state.configuration.maximumConnectionsPerHost = perHost
            for transport in [plain] + state.partitions.map(\.transport) {
                transport.limit(connections: connections, perHost: perHost)
            }
        }
    }

    /// Ends every transfer with `.shutdown` and returns when all threads have ended, those of transports nobody holds any
    /// more included. Calling it again does nothing.
    package func shutdown() {
        let transports = state.withLock { state in
            state.isShutDown = true
            defer { state.ending = [] }
            return [plain] + state.partitions.map(\.transport) + state.ending
        }
        for transport in transports { transport.stop() }
        for transport in transports { transport.shutdown() }
    }

    /// How many transports there are, the one without a profile of its own included.
    var count: Int { state.withLock { $0.partitions.count } + 1 }

    /// How many threads were told to end and have not been seen to be gone.
    var endingCount: Int { state.withLock { $0.ending.count } }

    /// How many transfers of one profile, and of it to one host, may be under way.
    var limits: (connections: Int, perHost: Int) {
        state.withLock { ($0.configuration.maximumConnections, $0.configuration.maximumConnectionsPerHost) }
    }

    private func hold(_ profile: ConnectionProfile) -> CurlTransport {
        guard profile != plainProfile else { return plain }
        return state.withLock { state in
            if let index = state.partitions.firstIndex(where: { $0.profile == profile }) {
                state.partitions[index].holders += 1
                return state.partitions[index].transport
            }
            var configuration = state.configuration
            configuration.connection = profile
            let transport = CurlTransport(configuration: configuration)
            if state.isShutDown { transport.stop() }
            state.partitions.append(Partition(transport: transport, profile: profile))
            return transport
        }
    }

    /// Takes back what `hold` gave. Never waits.
    fileprivate func release(_ transport: CurlTransport) {
        state.withLock { state in
            guard let index = state.partitions.firstIndex(where: { $0.transport === transport }) else { return }
            state.partitions[index].holders -= 1
            guard state.partitions[index].holders == 0 else { return }
            state.partitions.remove(at: index)
            transport.stop()
            state.ending.append(transport)
            state.ending.removeAll(where: \.hasEnded)
        }
    }
}

/// What sends the requests of one profile, for one holder.
private final class PartitionTransport: HTTPTransport {
    private let owner: PartitionedTransport
    private let allowedHosts: HostRules?
    private let transport: CurlTransport

    init(owner: PartitionedTransport, allowedHosts: HostRules?, transport: CurlTransport) {
        self.owner = owner
        self.allowedHosts = allowedHosts
        self.transport = transport
    }

    deinit { owner.release(transport) }

    func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse {
        try allowedHosts?.check(request)
        return try await transport.execute(request)
    }
}

extension HostRules {
    /// Refuses a request to a host that is not allowed.
    fileprivate func check(_ request: ClientRequest) throws(TransferError) {
        let target = try RequestTarget(request.url)
        guard !allows(target) else { return }
        throw TransferError(code: .invalidURL, message: "\(target.authority) is not among `network.allow_hosts`")
    }
}
