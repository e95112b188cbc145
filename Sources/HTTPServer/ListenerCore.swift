import CLibmicrohttpd
import Glibc
import Synchronization

/// What the threads of a listener share: the handler, the limits, and who is connected.
final class ListenerCore: Sendable {
    let configuration: ListenerConfiguration
    let handler: any HTTPHandler
    let suspended: SuspendedRequests
    let reaper: Reaper
    let bodyBudget: BodyBudget
    let closesConnections = Atomic<Bool>(false)
    /// Whether new connections are closed as they come.
    let refusesConnections = Atomic<Bool>(false)
    let requests = Idleness()
    private let headerTimeout: UInt64
    private let bodyTimeout: UInt64
    private let idleTimeout: UInt64

    init(configuration: ListenerConfiguration, handler: any HTTPHandler) throws(ListenerError) {
        self.configuration = configuration
        self.handler = handler
        let refusal = configuration.refusal
        let suspended = try SuspendedRequests(configuration: configuration)
        self.suspended = suspended
        bodyBudget = BodyBudget(limit: configuration.maximumBufferedBytes)
        reaper = try Reaper(suspended: suspended) { RawAnswer.bytes(of: refusal($0), isHead: false) }
        headerTimeout = configuration.headerTimeout.inNanoseconds
        bodyTimeout = configuration.bodyTimeout.inNanoseconds
        idleTimeout = configuration.keepAliveTimeout.inNanoseconds + headerTimeout
    }

    /// Enters a phase of a connection, under the deadline that belongs to it.
    ///
    /// - Returns: false when the connection has expired.
    func enter(_ phase: PhaseTimer.Phase, _ connection: Connection) -> Bool {
        let timeout: UInt64
        switch phase {
        case .handling, .expired: return connection.timer.enter(.handling)
        case .idle: timeout = idleTimeout
        case .head: timeout = headerTimeout
        case .body, .answer: timeout = bodyTimeout
        }
        var deadline = MonotonicClock.now() &+ timeout
        // The header's clock does not start anew when the first line was slow already.
        if phase == .head { deadline = min(deadline, connection.timer.value.deadline) }
        guard connection.timer.enter(phase, until: deadline) else { return false }
        reaper.note(deadline: deadline)
        return true
    }

    /// Takes a new connection in.
    func opened(_ raw: OpaquePointer) -> Connection {
        let connection = Connection(raw)
        reaper.add(connection)
        // The first header section has no earlier request to wait behind: it gets the header timeout alone.
        let deadline = MonotonicClock.now() &+ headerTimeout
        _ = connection.timer.enter(.idle, until: deadline)
        reaper.note(deadline: deadline)
        return connection
    }

    /// Lets a connection go whose descriptor is about to be closed.
    func closed(_ connection: Connection) {
        var byte: UInt8 = 0
        let flags = Int32(MSG_PEEK | MSG_DONTWAIT)
        if connection.lingers.load(ordering: .relaxed) || connection.timer.value.phase == .head
            || recv(connection.descriptor, &byte, 1, flags) > 0
        {
            if let socket = LingeringSocket(duplicating: connection.descriptor) { reaper.linger(socket) }
        }
        reaper.remove(connection)
    }

    /// Answers a request in the middle and has its connection closed.
    func refuse(_ refusal: Refusal, _ connection: Connection, isHead: Bool) -> MHD_Result {
        let bytes = RawAnswer.bytes(of: configuration.refusal(refusal), isHead: isHead)
        RawAnswer.send(bytes, to: connection.descriptor)
        connection.lingers.store(true, ordering: .relaxed)
        return .NO
    }
}
