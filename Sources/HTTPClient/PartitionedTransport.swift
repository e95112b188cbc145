import Synchronization

/// Sends requests, those of each connection profile through a transport of its own.
///
/// That way connections of two profiles cannot mix, which libcurl's own comparison does not promise: up to 8.20.0 it left
/// the client's key out (https://curl.se/docs/CVE-2026-8932.html). A profile's transport lives as long as somebody holds
/// what `connecting(as:allowing:)` gave; its thread starts with its first request. Hosts that are not allowed are refused
/// here, before anything is looked up or connected. Which ones are is said with the profile and stays: whoever works by an
/// older configuration works by its hosts.
package final class PartitionedTransport: HTTPTransport {
    private struct Partition {
        var profile: ConnectionProfile
        weak var transport: CurlTransport?
    }

    private struct State {
        var partitions: [Partition] = []
        var isShutDown = false
    }

    private let configuration: TransportConfiguration
    private let allowedHosts: HostRules?
    private let plain: CurlTransport
    private let state: Mutex<State>

    /// Creates a transport whose requests use the profile of `configuration` unless told otherwise; nil allows all hosts.
    package init(configuration: TransportConfiguration = TransportConfiguration(), allowedHosts: HostRules? = nil) {
        self.configuration = configuration
        plain = CurlTransport(configuration: configuration)
        self.allowedHosts = allowedHosts
        state = Mutex(State())
    }

    package func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse {
        try allowedHosts?.check(request)
        return try await plain.execute(request)
    }

    package func connecting(as profile: ConnectionProfile, allowing hosts: HostRules?) -> any HTTPTransport {
        PartitionTransport(allowedHosts: hosts, transport: transport(profile))
    }

    /// Ends every transfer with `.shutdown` and returns when all threads have ended. Calling it again does nothing.
    package func shutdown() {
        let transports = state.withLock { state in
            state.isShutDown = true
            return state.partitions.compactMap(\.transport)
        }
        for transport in [plain] + transports { transport.shutdown() }
    }

    /// How many transports there are, the one without a profile of its own included.
    var count: Int { state.withLock { $0.partitions.count { $0.transport != nil } } + 1 }

    private func transport(_ profile: ConnectionProfile) -> CurlTransport {
        guard profile != configuration.connection else { return plain }
        let (transport, isShutDown) = state.withLock { state -> (CurlTransport, Bool) in
            state.partitions.removeAll { $0.transport == nil }
            if let transport = state.partitions.first(where: { $0.profile == profile })?.transport {
                return (transport, state.isShutDown)
            }
            var configuration = configuration
            configuration.connection = profile
            let transport = CurlTransport(configuration: configuration)
            state.partitions.append(Partition(profile: profile, transport: transport))
            return (transport, state.isShutDown)
        }
        if isShutDown { transport.shutdown() }
        return transport
    }
}

/// What sends the requests of one profile.
private struct PartitionTransport: HTTPTransport {
    let allowedHosts: HostRules?
    let transport: CurlTransport

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
