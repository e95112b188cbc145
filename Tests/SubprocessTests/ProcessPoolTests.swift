import Glibc
import TestSupport
import Testing

@testable import Subprocess

@Suite struct ProcessPoolTests {
    /// Waits for the file `$1/NAME` when it is asked to `wait NAME`.
    private static let waiter = """
        while read -r word name; do
            if [ "$word" = wait ]; then
                : > "$1/$name.reached"
                while [ ! -e "$1/$name" ]; do sleep 0.01; done
            fi
            echo $$ $word $name
        done
        """

    @Test func `One process answers one request after the other`() async throws {
        let pool = Shell.pool(Shell.echo)
        let first = try await pool.ask("a")
        let second = try await pool.ask("b c")
        #expect(first[1...] == ["a"] && second[1...] == ["b", "c"] && first[0] == second[0])
        await pool.stop()
        #expect(!Shell.isRunning(first[0]))
    }

    @Test func `Requests beyond the processes wait, and those within them run side by side`() async throws {
        let folder = TemporaryFolder()
        let pool = Shell.pool(Self.waiter, [folder.path]) { $0.processes = 2 }
        async let first = pool.ask("wait one")
        async let second = pool.ask("wait two")
        // Both are at work at once, or one of these would never be reached.
        try await eventually("both requests are at work") { folder.has("one.reached") && folder.has("two.reached") }
        async let third = pool.ask("at once")
        folder.touch("two")
        let (two, three) = (try await second, try await third)
        #expect(two[0] == three[0])
        folder.touch("one")
        #expect(try await first[0] != two[0])
        await pool.stop()
    }

    @Test func `A megabyte goes through a pipe that holds less`() async throws {
        let pool = Shell.pool("while read -r line; do echo \"$line\"; done")
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        #expect(try await pool.exchange(text) { _ in true } == text)
        await pool.stop()
    }

    @Test func `A process that takes too long is killed with all it started, and another one serves the next`()
        async throws
    {
        let folder = TemporaryFolder()
        let script = """
            while read -r line; do
                if [ "$line" = hang ]; then sleep 600 & echo $$ $! > "$1/ids"; echo stuck >&2; wait; fi
                echo $$ $line
            done
            """
        let pool = Shell.pool(script, [folder.path]) { $0.timeout = .seconds(1) }
        let before = try await pool.ask("go")
        let error = try #require(await pool.error("hang"))
        #expect(error.code == .timeout)
        #expect(error.message.hasPrefix("`sh` gave no reply within 1.0 seconds and was killed"))
        #expect(error.message.hasSuffix("; stderr: stuck"))
        let after = try await pool.ask("go")
        #expect(after[0] != before[0])
        let ids = try Self.words(of: folder.path + "/ids")
        #expect(ids.count == 2)
        try await eventually("the processes are gone") { !ids.contains(where: Shell.isRunning) }
        await pool.stop()
    }

    @Test func `A process that dies each time is said to, and is started less and less often`() async throws {
        let pool = Shell.pool("read -r line; echo 'no module named rapidfuzz' >&2; exit 3")
        for _ in 0..<2 {
            let error = try #require(await pool.error())
            #expect(error.code == .unavailable)
            #expect(error.message.hasPrefix("`sh` exited with status 3 before it replied"))
            #expect(error.message.hasSuffix("; stderr: no module named rapidfuzz"))
        }
        // Waits of 200, 400 and 800 ms are waited for; a longer one is told.
        var error = try #require(await pool.error())
        for _ in 0..<3 where error.retryAfter == nil { error = try #require(await pool.error()) }
        #expect(error.code == .unavailable)
        #expect(error.message.contains("has failed several times in a row"))
        #expect(error.message.contains("rapidfuzz"))
        #expect(try #require(error.retryAfter) > .seconds(1))
        await pool.stop()
    }

    @Test func `A process killed from outside is said to be`() async throws {
        let pool = Shell.pool("read -r line; kill -9 $$; sleep 600")
        #expect(await pool.error()?.message.hasPrefix("`sh` was ended by signal 9 before it replied") == true)
        await pool.stop()
    }

    @Test func `A process that ends after every reply costs a start, not a failure`() async throws {
        let pool = Shell.pool("read -r line; echo $$ $line")
        var processes: Set<String> = []
        for number in 0..<5 {
            let reply = try await pool.ask("\(number)")
            #expect(reply[1] == "\(number)")
            processes.insert(reply[0])
        }
        #expect(processes.count == 5)
        await pool.stop()
    }

    @Test func `A line that is no reply is quoted, and its writer killed`() async throws {
        let pool = Shell.pool(Shell.echo)
        let first = try await pool.ask("a")
        await #expect(throws: ProcessPoolError.self) {
            try await pool.exchange(Array("b\u{7}b".utf8)) { _ in false }
        }
        do throws(ProcessPoolError) {
            _ = try await pool.exchange(Array("Loading model".utf8)) { _ in false }
        } catch {
            #expect(error.code == .notAReply)
            #expect(error.message.contains("no reply to the request: ") && error.message.hasSuffix("Loading model"))
        }
        #expect(try await pool.ask("c")[0] != first[0])
        await pool.stop()
    }

    @Test func `What follows a reply is not taken for the next one`() async throws {
        let pool = Shell.pool("while read -r line; do printf '%s\\nmore\\n' \"$$ $line\"; done")
        let first = try await pool.ask("a")
        let second = try await pool.ask("b")
        #expect(first[1] == "a" && second[1] == "b" && first[0] != second[0])
        await pool.stop()
    }

    @Test func `A process that replies before it has read everything serves nobody after that`() async throws {
        let pool = Shell.pool("echo $$; sleep 600")
        let long = String(repeating: "x", count: 1 << 20)
        let first = try await pool.ask(long)
        #expect(try await pool.ask(long) != first)
        await pool.stop()
    }

    @Test(arguments: [(100, true), (101, false)])
    func `A reply may be as long as allowed and no longer`(_ length: Int, _ isTaken: Bool) async throws {
        let script = "read -r line; head -c \(length) /dev/zero | tr '\\0' x; echo; read -r line"
        let pool = Shell.pool(script) { $0.maximumReplyBytes = 100 }
        let error = await pool.error()
        #expect(error?.code == (isTaken ? nil : .replyTooLarge))
        #expect(error?.message.contains("more than 100 bytes") == (isTaken ? nil : true))
        await pool.stop()
    }

    @Test func `A reply without end is cut off`() async throws {
        let pool = Shell.pool("read -r line; exec tr '\\0' x < /dev/zero") { $0.maximumReplyBytes = 1 << 20 }
        #expect(await pool.error()?.code == .replyTooLarge)
        await pool.stop()
    }

    @Test func `A flood of complaints does not keep the reply`() async throws {
        let pool = Shell.pool("read -r line; head -c 3000000 /dev/zero | tr '\\0' e >&2; echo $$ $line; read -r line")
        #expect(try await pool.ask("a")[1] == "a")
        await pool.stop()
    }

    @Test func `A program that is not there is said by name`() async throws {
        let pool = ProcessPool(ProcessPoolConfiguration(ProcessCommand(["/nowhere/grader", "x"])))
        let error = try #require(await pool.error())
        #expect(error.message == "`/nowhere/grader` cannot be started: No such file or directory")
        #expect(error.code == .notStartable && error.retryAfter == nil)
        await pool.stop()
    }

    @Test func `Processes are let go after so many replies`() async throws {
        let pool = Shell.pool(Shell.echo) { $0.maximumReplies = 2 }
        var processes: [String] = []
        for _ in 0..<4 { processes.append(try await pool.ask("a")[0]) }
        #expect(processes[0] == processes[1] && processes[2] == processes[3] && processes[1] != processes[2])
        await pool.stop()
    }

    @Test func `Too many that wait are refused`() async throws {
        let folder = TemporaryFolder()
        let pool = Shell.pool(Self.waiter, [folder.path]) { $0.maximumWaiting = 1 }
        async let first = pool.ask("wait one")
        try await eventually("the first is at work") { folder.has("one.reached") }
        let errors = await withTaskGroup(of: ProcessPoolError?.self) { group in
            for _ in 0..<3 { group.addTask { await pool.error("go") } }
            // Two of the three are refused at once; only then the first is let go, and the third served.
            var errors: [ProcessPoolError?] = []
            for await error in group {
                errors.append(error)
                if errors.count == 2 { folder.touch("one") }
            }
            return errors
        }
        #expect(errors.compactMap(\.self).map(\.code) == [.unavailable, .unavailable])
        _ = try await first
        await pool.stop()
    }

    private static func words(of path: String) throws -> [String] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self).split(whereSeparator: \.isWhitespace).map {
            String($0)
        }
    }

    @Test func `What an idle process writes costs the next request nothing`() async throws {
        let folder = TemporaryFolder()
        let script = """
            read -r line
            echo $$ $line
            while [ ! -e "$1/go" ]; do sleep 0.01; done
            printf junk
            : > "$1/done"
            while read -r line; do echo $$ $line; done
            """
        let pool = Shell.pool(script, [folder.path])
        let first = try await pool.ask("a")
        folder.touch("go")
        try await eventually("it has written") { folder.has("done") }
        let second = try await pool.ask("b")
        #expect(second[1...] == ["b"] && second[0] != first[0])
        await pool.stop()
    }

    @Test func `A restarted request waits anew`() async throws {
        let outcome = await withCheckedContinuation { continuation in
            let start = ContinuousClock.now
            let request = PoolRequest(
                id: 1, bytes: [], isReply: { _ in true }, continuation: continuation, deadline: start)
            let again = request.restarted(until: start + .seconds(30))
            #expect(!request.wasRestarted && again.wasRestarted && again.deadline == start + .seconds(30))
            again.finish(.success([1]))
        }
        #expect(try outcome.get() == [1])
    }
}

@Suite struct SecretMaskTests {
    private func masked(_ text: String, _ secrets: [String]) -> String {
        String(decoding: SecretMask(secrets).masked(Array(text.utf8)), as: UTF8.self)
    }

    @Test(
        arguments: [
            ("key sk-1 and sk-1", ["sk-1"], "key *** and ***"), ("abc", ["abc"], "abc"),
            ("long-secret", ["long", "long-secret"], "***"), ("a\nb c\nd", ["b c\nd"], "a\n***"), ("x", [], "x"),
            ("schlüssel", ["schlüssel"], "***"),
        ])
    func `Secrets of four bytes and more are masked`(_ text: String, _ secrets: [String], _ masked: String) {
        #expect(self.masked(text, secrets) == masked)
    }

    /// Lengths of what follows a secret, around the capacity of the tail.
    @Test(arguments: [0, 100, 4_085, 4_090, 4_096, 4_100, 4_110, 9_000])
    func `No part of a secret is left at the beginning of a tail`(_ length: Int) {
        let secret = "0123456789876543"
        var tail = ErrorTail(SecretMask([secret]))
        for piece in ["start ", secret, String(repeating: "-", count: length), "\nend"] {
            Array(piece.utf8).withUnsafeBytes { tail.append($0) }
        }
        #expect(tail.note.hasPrefix("; stderr: end"))
        #expect(!tail.note.contains { "0123456789".contains($0) })
    }

    @Test(
        arguments: [
            ("one", "; stderr: one"), ("one\ntwo", "; stderr: two (after: one)"),
            (String(repeating: "a", count: 201), "; stderr: " + String(repeating: "a", count: 200) + "…"),
            (
                String(repeating: "a", count: 201) + "\nend",
                "; stderr: end (after: …" + String(repeating: "a", count: 200) + ")"
            ), (String(repeating: "a", count: 5_000) + " \n", "; stderr: …" + String(repeating: "a", count: 199) + "…"),
        ])
    func `A tail shows where something was cut off`(_ text: String, _ note: String) {
        var tail = ErrorTail(SecretMask([]))
        Array(text.utf8).withUnsafeBytes { tail.append($0) }
        #expect(tail.note == note)
    }
}
