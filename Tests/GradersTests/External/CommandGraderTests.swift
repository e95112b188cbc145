import Evaluation
import Foundation
import Graders
import JSON
import Subprocess
import TestSupport
import Testing

@Suite struct CommandGraderTests {
    /// Answers by what the output says: a value, or one of the ways to go wrong.
    private static let script = """
        import json, os, sys
        print("ready", file=sys.stderr)
        for line in sys.stdin:
            request = json.loads(line)
            reply = {"id": request["id"], "value": 1, "metadata": {"process": os.getpid()}}
            match request["output"]:
                case "die":
                    print("out of memory", file=sys.stderr)
                    sys.exit(7)
                case "babble":
                    reply = "Downloading: 100%"
                case "other":
                    reply["id"] = "another"
                case "long":
                    reply["comment"] = "x" * 100_000
                case "environment":
                    reply["metadata"] = {"names": sorted(os.environ), "folder": os.getcwd()}
                case "request":
                    reply["metadata"] = request
            print(reply if isinstance(reply, str) else json.dumps(reply), flush=True)
        """

    private let resources = ExternalFixture.resources()

    private func grader(_ more: JSONObject = [:]) throws -> any Grader {
        var parameters: JSONObject = ["command": ["python3", "-c", .string(Self.script)]]
        for (key, value) in more.members { parameters[key] = value }
        return try ExternalFixture.grader("command", parameters, resources)
    }

    private func process(_ outcome: GradeOutcome) -> Int64? { outcome.grade?.metadata["process"]?.integer }

    @Test func `The program gets the request and lives on`() async throws {
        let grader = try grader(["parameters": ["k": 3]])
        let sample = Sample(output: "request", expected: "gold", input: "q", context: nil, trace: Trace(id: "trace-1"))
        let request = try #require(await grader.grade(sample).grade?.metadata)
        #expect(request.keys == ["id", "grader", "traceId", "input", "output", "expected", "context", "parameters"])
        #expect(request["expected"] == "gold" && request["parameters"] == ["k": 3] && request["grader"] == "mine")
        let (first, second) = (
            await grader.grade(ExternalFixture.sample("a")), await grader.grade(ExternalFixture.sample("b"))
        )
        #expect(first.grade?.value == .numeric(1))
        #expect(process(first) != nil && process(first) == process(second))
        await resources.pools.stop()
    }

    @Test(
        arguments: [
            (
                "die", .unavailable, true,
                "exited with status 7 before it replied; stderr: out of memory (after: ready)"
            ),
            ("babble", .unparseable, false, "Downloading: 100%"),
            ("other", .unparseable, false, "no reply to the request"),
            ("long", .limitExceeded, false, "more than 50000 bytes"),
        ] as [(String, GradeFailure.Code, Bool, String)])
    func `Each way to go wrong is a failure of its own, and the next sample is graded`(
        _ output: String, _ code: GradeFailure.Code, _ isTransient: Bool, _ message: String
    ) async throws {
        let grader = try grader(["timeout": "60s", "max_reply_bytes": 50_000])
        let given = await grader.grade(ExternalFixture.sample(.string(output)))
        guard case .failed(let failure) = given else { return #expect(Bool(false), "\(given)") }
        #expect(failure.code == code && failure.isTransient == isTransient)
        #expect(failure.message.contains(message), "\(failure.message)")
        #expect(await grader.grade(ExternalFixture.sample("a")).grade?.value == .numeric(1))
        await resources.pools.stop()
    }

    @Test func `A program that hangs is killed, and the next sample is graded`() async throws {
        // Starts at once, so that the short time goes to the hanging.
        let script = """
            while read -r line; do
                case $line in *hang*) sleep 600;; esac
                id=${line#*'"id":"'}
                echo '{"value":1,"id":"'${id%%'"'*}'"}'
            done
            """
        let grader = try ExternalFixture.grader(
            "command", ["command": ["sh", "-c", .string(script)], "timeout": "3s"], resources)
        let given = await grader.grade(ExternalFixture.sample("hang"))
        guard case .failed(let failure) = given else { return #expect(Bool(false), "\(given)") }
        #expect(failure.code == .timeout && failure.isTransient)
        #expect(failure.message == "`sh` gave no reply within 3.0 seconds and was killed")
        #expect(await grader.grade(ExternalFixture.sample("go")).grade?.value == .numeric(1))
        await resources.pools.stop()
    }

    @Test func `Nothing of the service's environment is passed on but what is named`() async throws {
        setenv("GRADEHOOK_TEST_SECRET", "s3cret", 1)
        let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path(percentEncoded: false)
        let grader = try grader([
            "environment": ["MODEL_KEY": "k", "LIMIT": 3], "pass_environment": ["PATH"],
            "working_directory": .string(folder),
        ])
        let metadata = try #require(await grader.grade(ExternalFixture.sample("environment")).grade?.metadata)
        let names = metadata["names"]?.array?.compactMap(\.string) ?? []
        // Python and what stands before it in PATH add some of their own.
        #expect(Set(names).isSuperset(of: ["LIMIT", "MODEL_KEY", "PATH"]))
        #expect(!names.contains("GRADEHOOK_TEST_SECRET") && !names.contains("HOME"))
        #expect(metadata["folder"]?.string.map { folder.hasPrefix($0) } == true)
        await resources.pools.stop()
    }

    @Test(
        arguments: [
            ([:], "/graders/0", "`command` is missing"), (["command": []], "/graders/0/command", "a program"),
            (["command": "python3 grader.py"], "/graders/0/command", "no shell"),
            (["command": ["a\u{0}"]], "/graders/0/command", "zero byte"),
            (["command": "sh", "processes": 0], "/graders/0/processes", "from 1"),
            (["command": ["/nowhere/grader"]], "/graders/0/command/0", "no program `/nowhere/grader`"),
            (["command": "no-such-grader"], "/graders/0/command", "in this process's PATH"),
            (["command": ["/etc/passwd"]], "/graders/0/command/0", "may not be executed"),
            (["command": ["./sh"], "working_directory": "/etc"], "/graders/0/command/0", "/etc/./sh"),
            (["command": ["sh"], "working_directory": "/nowhere"], "/graders/0/working_directory", "no folder"),
            (["command": "x", "environment": ["K": ["secret-value"]]], "/graders/0/environment/K", "expected a text"),
            (["command": "sh", "timeout": 30], "/graders/0/timeout", "duration"),
        ] as [(JSONObject, String, String)])
    func `A wrong parameter is refused at its place`(_ parameters: JSONObject, _ pointer: String, _ message: String)
        throws
    {
        let error = #expect(throws: JSONReadError.self) {
            try ExternalFixture.grader("command", parameters, resources)
        }
        #expect(error?.pointer == pointer && error?.message.contains(message) == true)
        #expect(error?.message.contains("secret-value") == false)
    }

    @Test(
        arguments: [
            "import os, sys; sys.stdin.readline(); print(os.environ['KEY'], os.environ['LENT'], 'abc', file=sys.stderr)",
            "import os, sys; sys.stdin.readline(); print(os.environ['KEY'], os.environ['LENT'], 'abc')",
        ])
    func `Secrets of its environment are not quoted`(_ program: String) async throws {
        setenv("LENT", "l3nt-secret", 1)
        let grader = try ExternalFixture.grader(
            "command",
            [
                "command": ["python3", "-c", .string(program)], "pass_environment": ["PATH", "LENT"],
                "environment": ["KEY": "sk-1234", "SHORT": "abc", "LONG": "sk-1234-and-more"],
            ], resources)
        let given = await grader.grade(ExternalFixture.sample("a"))
        guard case .failed(let failure) = given else { return #expect(Bool(false), "\(given)") }
        #expect(failure.message.contains("*** *** abc"), "\(failure.message)")
        #expect(!failure.message.contains("sk-1234") && !failure.message.contains("l3nt"))
        await resources.pools.stop()
    }

    @Test func `What it requires of tools is passed on`() async throws {
        let grader = try grader(["requires": ["tools", "tool_calls", "expected_tool_calls", "tools"]])
        let call: JSONValue = ["name": "a", "arguments": ["n": 1]]
        let sample = Sample(
            output: "request", trace: Trace(id: "t"),
            tools: [.toolCalls: [call], .expectedToolCalls: .array([]), .tools: [["name": "a"]]])
        let request = try #require(await grader.grade(sample).grade?.metadata)
        #expect(request["tool_calls"] == [call] && request["expected_tool_calls"] == .array([]))
        #expect(request["tools"] == [["name": "a"]] && request.keys.count { $0 == "tools" } == 1)
        let plain = try self.grader()
        #expect(try #require(await plain.grade(sample).grade?.metadata)["tools"] == nil)
        await resources.pools.stop()
    }

    @Test(.enabled(if: Self.hasRapidFuzz, "`scripts/setup.sh --test` installs RapidFuzz in .venv"))
    func `The example gives RapidFuzz's own values`() async throws {
        let kind = try #require(ExternalCatalogue.kinds(nil).first { $0.name == "command" })
        let example = try #require(kind.examples.first)
        var parameters = example.parameters
        parameters["environment"] = [
            "PATH": .string(Self.environment.path(percentEncoded: false) + "/bin:/usr/bin:/bin")
        ]
        parameters["command"] = [
            .string(Self.environment.appending(path: "bin/python").path(percentEncoded: false)),
            "examples/graders/rapidfuzz_ratio.py",
        ]
        parameters["working_directory"] = .string(ExternalFixture.root.path(percentEncoded: false))
        let grader = try ExternalFixture.grader("command", parameters, resources)
        let sample = try InputMapping.standard.sample(of: try TraceDecoder.decode(.object(example.trace)))
        let given = await grader.grade(sample)
        #expect(abs(try #require(given.grade?.value.number) - (try #require(example.value?.number))) < 1e-12)
        #expect(given.grade?.comment == "rapidfuzz ratio 96.6")
        #expect(await grader.grade(ExternalFixture.sample("a", expected: [])).failureCode == .invalidInput)
        #expect(await grader.grade(ExternalFixture.sample(3, expected: ["x", "3"])).grade?.value == .numeric(1))
        await resources.pools.stop()
    }

    private static let environment = ExternalFixture.root.appending(path: ".venv")
    private static let hasRapidFuzz = FileManager.default.isExecutableFile(
        atPath: environment.appending(path: "bin/python").path(percentEncoded: false))
}
