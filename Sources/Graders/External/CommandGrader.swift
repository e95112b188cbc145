import Evaluation
import Glibc
import JSON
import Subprocess
import Timing

/// Judges by a program of one's own, which lives as long as the configuration and answers line by line.
struct CommandGrader: Grader {
    /// What is passed on of the environment unless the configuration says otherwise: what programs need to find others,
    /// their files and their language. Nothing of it is a secret.
    static let usualVariables = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ"]

    private let pool: ProcessPool
    private let contract: ExternalContract

    let waits = true
    var scale: Scale { contract.scale }
    var requiredFields: [Sample.Field] { contract.requiredFields }

    init(_ reader: inout JSONReader, name: String, pools: ProcessPools) throws(JSONReadError) {
        var configuration = ProcessPoolConfiguration(try Self.command(&reader))
        configuration.processes = Int(try reader.integer("processes", in: 1...256) ?? 1)
        configuration.timeout = try reader.timeLimit("timeout", default: .seconds(30))
        configuration.maximumReplyBytes = try reader.sizeLimit("max_reply_bytes", default: 1 << 20)
        configuration.maximumReplies = try reader.integer("max_requests", in: 1...1_000_000_000).map { Int($0) }
        contract = try ExternalContract(&reader, name: name)
        pool = pools.make(configuration)
    }

    private static func command(_ reader: inout JSONReader) throws(JSONReadError) -> ProcessCommand {
        guard let arguments = try reader.strings("command") else { throw reader.missing("command") }
        guard let program = arguments.first, !program.isEmpty else {
            throw reader.error("command", "expected a program with its arguments, e.g. [python3, grader.py]")
        }
        guard reader.object["command"]?.array != nil || !program.contains(" ") else {
            throw reader.error(
                "command", "no shell takes this apart; write a list, e.g. [python3, grader.py]")
        }
        guard !arguments.contains(where: { $0.utf8.contains(0) }) else {
            throw reader.error("command", "an argument has a zero byte")
        }
        var command = ProcessCommand(arguments, workingDirectory: try reader.string("working_directory"))
        try readEnvironment(&reader, into: &command)
        try refuseObstacle(command, reader)
        return command
    }

    /// What the configuration gives the program to know may be a secret; the variables every program has are none.
    private static func readEnvironment(
        _ reader: inout JSONReader, into command: inout ProcessCommand
    ) throws(JSONReadError) {
        for name in try reader.strings("pass_environment") ?? usualVariables {
            guard let value = getenv(name).map({ String(cString: $0) }) else { continue }
            command.environment[name] = value
            if !usualVariables.contains(name) { command.secrets.append(value) }
        }
        for (name, value) in try reader.texts("environment") {
            guard !name.contains("=") else { throw reader.error("environment", "a name has a `=`") }
            command.environment[name] = value
            command.secrets.append(value)
        }
    }

    /// What is missing now would be missing for every sample.
    private static func refuseObstacle(_ command: ProcessCommand, _ reader: JSONReader) throws(JSONReadError) {
        switch command.obstacle() {
        case .program(let message):
            let place = reader.object["command"]?.array == nil ? "" : "/0"
            throw JSONReadError(pointer: reader.path("command") + place, message: message)
        case .workingDirectory(let message): throw reader.error("working_directory", message)
        case nil: break
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        do throws(GradeFailure) {
            let request = try contract.request(sample)
            let reply = try await exchange(request)
            return contract.outcome(of: reply, to: request.id)
        } catch {
            return .failed(error)
        }
    }

    private func exchange(_ request: ExternalContract.Request) async throws(GradeFailure) -> [UInt8] {
        do throws(ProcessPoolError) {
            let id = request.id
            return try await pool.exchange(request.body) { ExternalContract.isReply($0, to: id) }
        } catch {
            let code: GradeFailure.Code =
                switch error.code {
                case .timeout: .timeout
                case .replyTooLarge: .limitExceeded
                case .notAReply: .unparseable
                case .notStartable, .unavailable, .cancelled, .stopped: .unavailable
                }
            throw GradeFailure(
                code: code, message: error.message, retryAfter: error.retryAfter,
                isTransient: error.code == .notStartable ? false : nil)
        }
    }
}

extension CommandGrader {
    static func kind(_ resources: ExternalResources?) -> GraderKind {
        GraderKind(
            name: "command",
            aliases: ["exec", "subprocess"],
            family: .external,
            summary: "What a program of yours says, asked line by line over a pipe.",
            formula: "The `value` of the program's reply, as declared by `output`. Anything else, a reply that is late,"
                + " too long or no reply, and a program that dies are failures, never numbers. The program runs as the"
                + " service does: there is no sandbox around it. docs/external-graders.md has the protocol.",
            parameters: parameters + ExternalContract.parameterDocumentation,
            examples: [
                .init(
                    parameters: [
                        "command": ["python3", "examples/graders/rapidfuzz_ratio.py"],
                        "requires": ["output", "expected"],
                    ],
                    trace: ["id": "t", "output": "this is a test!", "expectedOutput": "this is a test"],
                    value: .numeric(28.0 / 29))
            ],
            make: { reader, context throws(JSONReadError) in
                guard let resources else { throw ExternalCatalogue.unavailable(reader) }
                return .grader(try CommandGrader(&reader, name: context.graderName, pools: resources.pools))
            })
    }

    private static let parameters: [GraderKind.Parameter] = [
        .init(
            "command", type: "list of strings",
            "The program with its arguments; no shell is involved. A relative path counts from"
                + " `working_directory`. It must be there when the configuration is read."),
        .init(
            "environment", type: "object of strings",
            "Environment variables for the program; never shown by `gradehook check`. Where a message quotes the"
                + " program, values of four bytes and more become `***`."),
        .init(
            "pass_environment", type: "list of strings",
            default: "[\(usualVariables.joined(separator: ", "))]",
            "The variables passed on from the service's own environment. Nothing else is, its secrets least of"
                + " all."),
        .init("working_directory", type: "string", "The folder it starts in; the service's own when absent."),
        .init(
            "processes", type: "whole number", default: "1",
            "The most processes, each with one request at a time."),
        .init(
            "timeout", type: "duration", default: "30s",
            "The time for a reply, the program's start included; then it is killed. A request waits as long at"
                + " most for a process to come free."),
        .init(
            "max_reply_bytes", type: "size", default: "1MiB",
            "The longest reply; a longer one kills its writer."),
        .init(
            "max_requests", type: "whole number",
            "After so many replies a process is replaced, for programs that leak."),
    ]
}
