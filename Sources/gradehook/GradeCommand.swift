import ArgumentParser
import Evaluation
import FoundationEssentials
import JSON
import Service

/// `gradehook grade`: grades traces from a file, offline.
struct GradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade", abstract: "Grade traces from a JSON or NDJSON file with the graders of a configuration.")

    @OptionGroup var file: ConfigurationOption

    @Option(name: .long, help: "A grader to use, instead of those the rules name. May be given several times.")
    var grader: [String] = []

    @Option(name: .long, help: "table or ndjson.")
    var format = GradeOutput.Format.table

    @Option(
        name: .long,
        help: """
            How many traces are graded at once; the results keep the order of the file. When left out, as many as the \
            model with the highest max_concurrency takes, or as there are cores, whichever is more.
            """)
    var concurrency: Int?

    @Argument(help: "The file with traces or events; - reads standard input.")
    var path: String = "-"

    func validate() throws {
        if let concurrency, !(1...10_000).contains(concurrency) {
            throw ValidationError("--concurrency wants a number from 1 to 10000, found \(concurrency)")
        }
    }

    func run() async throws {
        let configuration = try file.load(forDefault: ["GRADEHOOK_SECRET": "unused-offline"])
        let input = TraceFile(try StandardStreams.read(path))
        guard !input.lines.isEmpty else {
            throw failure(ExitStatus.data, "no trace in \(path == "-" ? "standard input" : path)")
        }
        let session = try await session(configuration)
        let width =
            concurrency ?? GradeRun.width(of: configuration, cores: ProcessInfo.processInfo.activeProcessorCount)
        let names = grader.isEmpty ? nil : grader
        let run = GradeRun(width: width) { line in
            do { return .success(try await session.grade(line.bytes, graders: names)) } catch { return .failure(error) }
        }
        let ending = await Interruptible.run { [format, path] in
            var output = GradeOutput(format, path: path)
            await run.run(input.lines) { output.add($0, $1) }
            output.finish()
            return output.faults
        }
        // Whichever way it ended, no process of a grader may be left behind.
        await session.close()
        switch ending {
        // As a shell reports a command that a signal ended.
        case .interrupted(let signal): throw ExitCode(128 + signal)
        // A bad line stays bad however often it is tried; what could not be read now may be there next time.
        case .done(let faults) where faults.bad > 0: throw ExitCode(ExitStatus.data)
        case .done(let faults) where faults.transient > 0: throw ExitCode(ExitStatus.temporaryFailure)
        case .done: break
        }
    }

    private func session(_ configuration: Configuration) async throws -> OfflineSession {
        let session: OfflineSession
        do {
            session = try await OfflineSession(configuration, warn: StandardStreams.warn)
        } catch {
            throw failure(ExitStatus.configuration, "\(error)")
        }
        for name in grader where !session.graderNames.contains(name) {
            let hint = KeySuggestion.nearest(to: name, among: session.graderNames).map { "; did you mean \($0)?" } ?? ""
            throw ValidationError("there is no grader called \(name)\(hint)")
        }
        return session
    }
}

extension GradeOutput.Format: ExpressibleByArgument {}
