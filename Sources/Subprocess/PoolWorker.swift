import Glibc

/// A live process of a pool with the request it works on. For the pool's thread only.
final class PoolWorker {
    /// What has come of looking at its output.
    enum Event {
        case nothing
        case line([UInt8], isFollowed: Bool)
        case tooLong
        /// It has closed its output, so it has ended or will never reply.
        case closed
    }

    let child: ChildProcess
    /// What it works on; nil while it is idle.
    private(set) var request: PoolRequest?
    /// When it has to have replied.
    private(set) var deadline: ContinuousClock.Instant?
    /// How many replies it has given.
    private(set) var replies = 0
    private(set) var errorTail: ErrorTail
    private var sent = 0
    private var line: LineBuffer

    init(_ child: ChildProcess, maximumReplyBytes: Int, mask: SecretMask) {
        self.child = child
        errorTail = ErrorTail(mask)
        line = LineBuffer(limit: maximumReplyBytes)
    }

    /// Whether something is left to be written to it.
    var isSending: Bool { child.input >= 0 && sent < request?.bytes.count ?? 0 }

    /// Hands it a request.
    func begin(_ request: PoolRequest, until deadline: ContinuousClock.Instant) {
        self.request = request
        self.deadline = deadline
        sent = 0
        send()
    }

    /// Takes its request away.
    func release() -> PoolRequest? {
        defer {
            request = nil
            deadline = nil
        }
        return request
    }

    /// Counts a reply and takes the request away.
    func finishReply() -> PoolRequest? {
        replies += 1
        return release()
    }

    /// Nobody waits for the reply any more; it is read all the same, so that the next request gets its own.
    func abandon() { request?.isAbandoned = true }

    /// Writes as much of the request as the process takes now.
    func send() {
        guard let request else { return }
        while isSending {
            let count = request.bytes[sent...].withUnsafeBytes { write(child.input, $0.baseAddress, $0.count) }
            if count > 0 {
                sent += count
            } else if errno != EINTR {
                // A process that reads no more may still have a reply on its way; the reader sees whether.
                if errno != EAGAIN { child.closeInput() }
                return
            }
        }
    }

    /// Reads what it has written.
    func receive(_ buffer: UnsafeMutableRawBufferPointer) -> Event {
        while true {
            let count = read(child.output, buffer.baseAddress, buffer.count)
            if count == 0 { return .closed }
            guard count > 0 else {
                if errno == EINTR { continue }
                return errno == EAGAIN ? .nothing : .closed
            }
            switch line.append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) {
            case .unfinished: continue
            case .tooLong: return .tooLong
            case .line(let bytes, let isFollowed): return .line(bytes, isFollowed: isFollowed)
            }
        }
    }

    /// Whether it has written anything, or closed its output, while nothing was asked: then what it writes next could not be
    /// told from a reply.
    func hasSpoken(_ buffer: UnsafeMutableRawBufferPointer) -> Bool {
        while true {
            if read(child.output, buffer.baseAddress, buffer.count) >= 0 { return true }
            if errno != EINTR { return errno != EAGAIN }
        }
    }

    /// Reads what it complains of, at most a buffer full at a time: a flood of it must not keep others waiting.
    func receiveErrors(_ buffer: UnsafeMutableRawBufferPointer) {
        guard child.errors >= 0 else { return }
        let count = read(child.errors, buffer.baseAddress, buffer.count)
        if count > 0 {
            errorTail.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } else if count == 0 || errno != EAGAIN && errno != EINTR {
            child.closeErrors()
        }
    }
}
