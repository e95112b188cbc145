import Glibc
import Subprocess
import Testing

@Suite struct ProcessEnvironmentTests {
    @Test func `Only the given environment is passed on`() async throws {
        setenv("GRADEHOOK_TEST_SECRET", "s3cret", 1)
        var configuration = ProcessPoolConfiguration(
            ProcessCommand(["sh", "-c", "read -r line; env | tr '\\n' ' '; echo"]))
        configuration.command.environment = ["PATH": "/usr/bin:/bin", "ONE": "1"]
        let pool = ProcessPool(configuration)
        let words = try await pool.ask("a")
        #expect(words.contains("ONE=1"))
        #expect(!words.contains { $0.contains("s3cret") || $0.hasPrefix("HOME=") })
        await pool.stop()
    }

    @Test func `It starts in its folder`() async throws {
        let folder = TemporaryFolder()
        let pool = Shell.pool("read -r line; pwd") { $0.command.workingDirectory = folder.path }
        #expect(try await pool.ask("a") == [folder.path])
        await pool.stop()
        let lost = Shell.pool("read -r line; pwd") { $0.command.workingDirectory = "/nowhere" }
        #expect(await lost.error()?.message == "`sh` cannot be started in `/nowhere`: No such file or directory")
    }

    @Test func `It inherits no open file and no signal's fate`() async throws {
        signal(SIGPIPE, SIG_IGN)
        let open = Glibc.open("/dev/null", O_RDONLY)
        defer { close(open) }
        let script = "read -r line; echo $(ls /proc/$$/fd) $(grep -E 'SigIgn|SigBlk' /proc/$$/status)"
        let pool = Shell.pool(script)
        let words = try await pool.ask("a")
        #expect(!words.contains("\(open)") && words.starts(with: ["0", "1", "2"]))
        let masks = try words.filter { $0.count == 16 }.map { try #require(UInt64($0, radix: 16)) }
        // The C library keeps signals 32 and 33 to itself and lets nobody set them.
        #expect(masks.map { $0 & 0x7FFF_FFFF } == [0, 0])
        await pool.stop()
    }

    @Test func `It leads a process group of its own, which a terminal's interrupt passes by`() async throws {
        let pool = Shell.pool("while read -r line; do echo $$ $(cut -d ' ' -f 5 /proc/$$/stat); done")
        let words = try await pool.ask("a")
        #expect(words[0] == words[1])
        await pool.stop()
    }
}
