import Subprocess
import TestSupport
import Testing

@Suite struct StoppingTests {
    @Test func `Stopping ends idle processes by their input and leaves nothing behind`() async throws {
        let folder = TemporaryFolder()
        let script = """
            sleep 600 &
            while read -r line; do echo $$ $!; done
            : > "$1/ended"
            """
        let pool = Shell.pool(script, [folder.path])
        let processes = try await pool.ask("a")
        await pool.stop()
        #expect(folder.has("ended"))
        try await eventually("both are gone") { !processes.contains(where: Shell.isRunning) }
        #expect(await pool.error()?.code == .stopped)
    }

    @Test func `Stopping fails what is under way and kills who works on it`() async throws {
        let folder = TemporaryFolder()
        let pool = Shell.pool("read -r line; : > \"$1/$$\"; : > \"$1/at-work\"; exec sleep 600", [folder.path])
        async let error = pool.error()
        try await eventually("it is at work") { folder.has("at-work") }
        await pool.stop()
        #expect(await error?.code == .stopped)
    }

    @Test func `One that ignores the end of its input is killed after the grace`() async throws {
        let pool = Shell.pool("trap '' TERM HUP; read -r line; echo $$; sleep 600") {
            $0.stopGrace = .milliseconds(100)
        }
        let process = try await pool.ask("a")[0]
        await pool.stop()
        #expect(!Shell.isRunning(process))
    }

    @Test func `A pool that nobody holds ends its processes`() async throws {
        let process = try await Shell.pool(Shell.echo).ask("a")[0]
        try await eventually("it is gone") { !Shell.isRunning(process) }
    }

    @Test func `All pools stop together, those let go of included, and none begins after`() async throws {
        let pools = ProcessPools()
        let kept = pools.make(Shell.configuration(Shell.echo))
        let processes = [try await kept.ask("a")[0], try await pools.make(Shell.configuration(Shell.echo)).ask("b")[0]]
        await pools.stop()
        #expect(!processes.contains(where: Shell.isRunning))
        #expect(await pools.make(Shell.configuration(Shell.echo)).error()?.code == .stopped)
    }

    @Test func `A pool that was never asked stops at once`() async {
        let pool = Shell.pool(Shell.echo)
        await pool.stop()
        await pool.stop()
        #expect(await pool.error()?.code == .stopped)
    }

    @Test func `A cancelled request is given up, and its process serves the next`() async throws {
        let folder = TemporaryFolder()
        let script = """
            while read -r line; do
                : > "$1/reached"
                while [ ! -e "$1/go" ]; do sleep 0.01; done
                echo $$ $line
            done
            """
        let pool = Shell.pool(script, [folder.path])
        let task = Task { await pool.error("first") }
        try await eventually("it is at work") { folder.has("reached") }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        async let next = pool.ask("second")
        folder.touch("go")
        #expect(try await next[1] == "second")
        await pool.stop()
    }
}
