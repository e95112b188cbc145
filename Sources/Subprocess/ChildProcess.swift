import Glibc

/// A running process, leader of a process group of its own, with this side's ends of its three streams.
///
/// For one thread only. Whoever holds one must `reap` it until it is gone.
final class ChildProcess {
    /// The process, and the group with whatever it starts itself.
    let id: pid_t
    /// Write here what it reads; -1 once closed.
    private(set) var input: Int32
    /// Read here what it writes; -1 once closed.
    private(set) var output: Int32
    /// Read here what it complains of; -1 once closed.
    private(set) var errors: Int32

    /// Starts `command`.
    init(_ command: ProcessCommand) throws(SpawnError) {
        let name = command.name
        var pipes: [PipeEnds] = []
        for _ in 0..<3 {
            guard let pipe = PipeEnds() else {
                let code = errno
                pipes.forEach { $0.closeBoth() }
                throw SpawnError(name, "gets no pipes", errno: code)
            }
            pipes.append(pipe)
        }
        let result = Spawn.start(
            command, input: pipes[0].reading, output: pipes[1].writing, errors: pipes[2].writing)
        guard case .success(let id) = result else {
            pipes.forEach { $0.closeBoth() }
            if case .failure(let error) = result { throw error }
            throw SpawnError(name, "cannot be started", errno: EINVAL)
        }
        Glibc.close(pipes[0].reading)
        Glibc.close(pipes[1].writing)
        Glibc.close(pipes[2].writing)
        self.id = id
        input = pipes[0].writing
        output = pipes[1].reading
        errors = pipes[2].reading
        for descriptor in [input, output, errors] { PipeEnds.setNonblocking(descriptor) }
    }

    deinit { closeStreams() }

    /// Ends its input, which tells it to end.
    func closeInput() { Self.close(&input) }

    /// Closes the stream of errors, which has ended.
    func closeErrors() { Self.close(&errors) }

    /// Closes what is still open.
    func closeStreams() {
        Self.close(&input)
        Self.close(&output)
        Self.close(&errors)
    }

    /// Kills it with everything it started. Safe as long as it has not been reaped, since only then its number is free
    /// for another process.
    func kill() { Glibc.kill(-id, SIGKILL) }

    /// Says how it ended, once; nil while it runs. What it started and left behind is killed.
    func reap() -> ExitStatus? {
        var information = siginfo_t()
        information.si_signo = 0
        // It is left to be waited for until its group is gone: then no other process can have its number.
        let result = waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT)
        if result == -1 { return errno == EINTR ? nil : .unknown }
        guard information.si_signo == SIGCHLD else { return nil }
        kill()
        var status: Int32 = 0
        return waitpid(id, &status, 0) == id ? ExitStatus(waitStatus: status) : .unknown
    }

    private static func close(_ descriptor: inout Int32) {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }
}
