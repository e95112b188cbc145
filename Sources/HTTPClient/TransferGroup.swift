import CLibcurl

/// Some of a loop's transfers, with a multi handle of their own and so with connections of their own.
///
/// For every transfer libcurl walks the connections to its host until it finds one that is free, which with a thousand
/// transfers under way is a thousand connections long; in groups the walk is bounded. On the loop's thread only, callbacks
/// included.
final class TransferGroup {
    /// The most transfers under way in one group.
    static let capacity = 64

    /// When libcurl wants to be called again; nil when it does not.
    private(set) var timer: MonotonicTime?
    /// The transfers under way.
    private(set) var count = 0
    /// Since when there are none; nil while there are some.
    private(set) var emptySince: MonotonicTime? = .now

    private let multi: UnsafeMutableRawPointer
    // Unsafe, because it removes what is left while it goes itself, when a checked reference may not be read any more.
    private unowned(unsafe) let watcher: any SocketWatcher

    /// Creates a group that has its sockets watched by `watcher`, which outlives it.
    init(watcher: any SocketWatcher) throws(TransferError) {
        guard let multi = curl_multi_init() else {
            throw TransferError(code: .shutdown, message: "the system has no memory left for transfers")
        }
        self.multi = multi
        self.watcher = watcher
        let context = Unmanaged.passUnretained(self).toOpaque()
        shim_curl_multi_setopt_socket(multi, socketCallback)
        shim_curl_multi_setopt_pointer(multi, CURLMOPT_SOCKETDATA, context)
        shim_curl_multi_setopt_timer(multi, timerCallback)
        shim_curl_multi_setopt_pointer(multi, CURLMOPT_TIMERDATA, context)
        shim_curl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, Self.capacity)
    }

    // All transfers must have been removed.
    deinit {
        // Closing connections would call back into this object, and from there into a loop that may be half gone. The
        // system forgets closed sockets by itself.
        shim_curl_multi_setopt_socket(multi, nil)
        shim_curl_multi_setopt_timer(multi, nil)
        curl_multi_cleanup(multi)
    }

    /// Whether another transfer may be added.
    var hasRoom: Bool { count < Self.capacity }

    /// Lets libcurl begin with `transfer`.
    func add(_ transfer: Transfer) throws(TransferError) {
        let result = curl_multi_add_handle(multi, transfer.easy)
        guard result == CURLM_OK else {
            throw TransferError(
                code: .proto, message: "libcurl took no transfer: \(String(cString: curl_multi_strerror(result)))")
        }
        count += 1
        emptySince = nil
        transfer.group = self
    }

    /// Takes `transfer` from libcurl, which is one of this group's.
    func remove(_ transfer: Transfer) {
        curl_multi_remove_handle(multi, transfer.easy)
        count -= 1
        if count == 0 { emptySince = .now }
        transfer.group = nil
    }

    /// Lets libcurl do what is to be done now that `socket` has `flags`.
    func act(on socket: curl_socket_t, _ flags: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, flags, &running)
    }

    /// Lets libcurl do what is due.
    func runTimer() {
        guard let timer, timer <= .now else { return }
        // libcurl sets the next one from within the call.
        self.timer = nil
        act(on: shim_curl_socket_timeout(), 0)
    }

    /// Returns a transfer that has ended and was not removed so far, with how it ended; nil when there is none.
    func nextEnded() -> (transfer: Transfer, result: CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let transfer = Transfer.from(easy: easy)
            else { continue }
            return (transfer, shim_curl_message_result(message))
        }
        return nil
    }

    fileprivate func socketChanged(_ easy: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ wanted: Int32) {
        let events: UInt32 =
            switch wanted {
            case CURL_POLL_IN: EventPoll.readable
            case CURL_POLL_OUT: EventPoll.writable
            case CURL_POLL_INOUT: EventPoll.readable | EventPoll.writable
            default: 0
            }
        watcher.watch(socket, for: events, of: self, transfer: easy.flatMap(Transfer.from(easy:)))
    }

    fileprivate func timerChanged(milliseconds: Int) {
        timer = milliseconds < 0 ? nil : MonotonicTime.now + .milliseconds(milliseconds)
    }
}

/// Who tells a group what happens to its sockets.
protocol SocketWatcher: AnyObject {
    /// Waits for `events` of `socket` on behalf of `group`, in place of what it was waited for before; none forgets it.
    /// `transfer` is the one that needs them.
    func watch(_ socket: curl_socket_t, for events: UInt32, of group: TransferGroup, transfer: Transfer?)
}

private func socketCallback(
    _ easy: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ wanted: Int32, _ context: UnsafeMutableRawPointer?,
    _ socketContext: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context else { return 0 }
    Unmanaged<TransferGroup>.fromOpaque(context).takeUnretainedValue().socketChanged(easy, socket, wanted)
    return 0
}

private func timerCallback(
    _ multi: UnsafeMutableRawPointer?, _ milliseconds: Int, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context else { return 0 }
    Unmanaged<TransferGroup>.fromOpaque(context).takeUnretainedValue().timerChanged(milliseconds: milliseconds)
    return 0
}
