import CLibmicrohttpd
import Synchronization

/// One accepted connection, for as long as libmicrohttpd has it open.
final class Connection: Sendable {
    let descriptor: Int32
    let address: String
    let isLoopback: Bool
    let timer = PhaseTimer()
    /// Whether the client may still be sending when the connection closes, so that a bare close would lose the answer.
    let lingers = Atomic<Bool>(false)
    /// The place in the connection table.
    // Guarded by the table's lock.
    nonisolated(unsafe) var index = 0

    init(_ connection: OpaquePointer) {
        descriptor = shim_MHD_get_connection_fd(connection)
        let peer = PeerAddress(shim_MHD_get_client_address(connection))
        address = peer.text
        isLoopback = peer.isLoopback
    }
}
