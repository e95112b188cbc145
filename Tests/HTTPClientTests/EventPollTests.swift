import Glibc
import Testing

@testable import HTTPClient

/// Two ends of a connection.
private struct Pair {
    let near: Int32
    let far: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        _ = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        (near, far) = (ends[0], ends[1])
    }

    func close() {
        Glibc.close(near)
        Glibc.close(far)
    }
}

struct EventPollTests {
    private func events(_ poll: EventPoll) -> [Int32: UInt32] {
        var events: [Int32: UInt32] = [:]
        poll.wait(milliseconds: 0) { events[$0] = $1 }
        return events
    }

    @Test func `A descriptor the system will not watch is refused, and with it what is wrong`() throws {
        let poll = try EventPoll()
        // A regular file is always ready, so epoll takes none (epoll_ctl(2), EPERM).
        let file = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        #expect(poll.watch(file, for: EventPoll.readable) == EPERM)
        #expect(poll.watch(-1, for: EventPoll.readable) == EBADF)
        #expect(poll.watch(-1, for: 0) == nil)
    }

    @Test func `A socket that was closed without a word and its successor of the same number are told apart`() throws {
        let poll = try EventPoll()
        let old = Pair()
        #expect(poll.watch(old.near, for: EventPoll.readable) == nil)
        let new = Pair()
        defer { new.close() }
        // The new socket takes the number of the old one, which leaves the poll by being closed.
        dup2(new.near, old.near)
        #expect(poll.watch(old.near, for: EventPoll.readable | EventPoll.writable) == nil)
        #expect(events(poll)[old.near] == EventPoll.writable)
        old.close()
    }

    @Test func `A socket is watched for what was asked last, and for nothing when forgotten`() throws {
        let poll = try EventPoll()
        let pair = Pair()
        defer { pair.close() }
        #expect(poll.watch(pair.near, for: EventPoll.readable) == nil)
        #expect(events(poll).isEmpty)
        #expect(poll.watch(pair.near, for: EventPoll.writable) == nil)
        #expect(events(poll) == [pair.near: EventPoll.writable])
        #expect(poll.watch(pair.near, for: 0) == nil)
        #expect(events(poll).isEmpty)
    }
}
