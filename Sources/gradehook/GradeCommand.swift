import ArgumentParser
import Evaluation
import JSON
import Service

/// `gradehook grade`: grades traces from a file, offline.
struct GradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grade", abstract: "Grade traces from a JSON or NDJSON file with the graders of a configuration.")

    /// How results are printed.
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, ndjson }

    @OptionGroup var file: ConfigurationOption

    @Option(name: .long, help: "A grader to use, instead of those the rules name. May be given several times.")
    var grader: [String] = []

    @Option(name: .long, help: "table or ndjson.")
    var format = Format.table

    @Argument(help: "The file with traces or events; - reads standard input.")
    var path: String = "-"

    func run() async throws {
        let configuration = try file.load(forDefault: ["GRADEHOOK_SECRET": "unused-offline"])
        let input = TraceFile(try StandardStreams.read(path))
        let session: OfflineSession
        do {
            session = try OfflineSession(configuration)
        } catch {
            throw failure(ExitStatus.configuration, "\(error)")
        }
        for name in grader where !session.graderNames.contains(name) {
            let hint = KeySuggestion.nearest(to: name, among: session.graderNames).map { "; did you mean \($0)?" } ?? ""
            throw ValidationError("there is no grader called \(name)\(hint)")
        }
        let faults = await grade(input, session)
        await session.close()
        // A bad line stays bad however often it is tried; what could not be read now may be there next time.
        if faults.bad > 0 { throw ExitCode(ExitStatus.data) }
        if faults.transient > 0 { throw ExitCode(ExitStatus.temporaryFailure) }
    }

    /// Grades every trace; says by line number which lines came to nothing, and why.
    private func grade(_ input: TraceFile, _ session: OfflineSession) async -> OfflineFaults {
        var table = ResultTable()
        var faults = OfflineFaults()
        for line in input.lines {
            do {
                let rows = try await session.grade(line.bytes, graders: grader.isEmpty ? nil : grader)
                faults.add(rows)
                switch format {
                case .ndjson:
                    for row in rows { StandardStreams.write(JSONValue.object(row.json).text + "\n") }
                case .table: table.add(rows)
                }
            } catch {
                faults.add(error)
                StandardStreams.writeError("\(path):\(line.number): \(error)\n")
            }
        }
        if format == .table { StandardStreams.write(table.text) }
        return faults
    }
}
