import Evaluation
import JSON
import Synchronization

/// What `gradehook graders --config` says of the graders of a configuration: their kinds, and the evaluation steps by which
/// those that have any judge. No model is asked, and nothing is written.
package struct ConfiguredGraders: Sendable {
    /// The graders, in the order of the configuration, for a terminal.
    package let text: String
    /// Why steps that a service has kept could not be read.
    package let warnings: [String]

    /// Why the steps of a judge are not known.
    private enum Absence: String {
        case unwritten = "not written yet: the first grade of the service writes them"
        case memory = """
            kept in memory only, since there is no data_dir: the first grade after each start of the service writes them, and \
            GET /v1/graders shows them
            """
        case unreadable = "not known: the file in data_dir cannot be read"
    }

    /// Reads what there is to say about `configuration`.
    ///
    /// - Throws: `ConfigurationError` at the place of the first fault.
    package init(_ configuration: Configuration) async throws(ConfigurationError) {
        let troubles = Troubles()
        let steps = await StepKeeping.openForReading(configuration) { troubles.note($0) }
        let isOpen = troubles.all.isEmpty
        let suite = try ConfigurationCheck.grading(configuration, steps: steps.library).suite
        var graders: [(ConfiguredGrader, JSONObject)] = []
        for grader in suite.graders { graders.append((grader, await grader.grader.details())) }
        await steps.close()
        warnings = troubles.all
        let absence: Absence =
            configuration.dataDirectory == nil ? .memory : isOpen ? .unwritten : .unreadable
        text = graders.map { grader, details in
            (["\(grader.name): \(grader.kind)"] + Self.lines(details, absence).map { "  " + $0 })
                .joined(separator: "\n") + "\n"
        }.joined()
    }

    private final class Troubles: Sendable {
        private let told = Mutex<[String]>([])
        var all: [String] { told.withLock { $0 } }
        func note(_ message: String) { told.withLock { $0.append(message) } }
    }

    /// What `details` say of steps; of a panel of models, what they say of each one's. `absence` is why steps are not known
    /// that the file, if it is open, could be asked for.
    private static func lines(_ details: JSONObject, _ absence: Absence) -> [String] {
        if let models = details["models"]?.object {
            return models.members.flatMap { name, details in
                ["model \(name)"] + Self.lines(details.object ?? [:], absence).map { "  " + $0 }
            }
        }
        guard let steps = details["steps"] else { return [] }
        var lines: [String] = []
        if let criteria = details["criteria"]?.string { lines += ["criteria: \(criteria.oneLine)"] }
        guard let list = steps.array else {
            let reason = details["stepsUnreadable"] == true ? .unreadable : absence
            return lines + ["steps: \(reason.rawValue)"]
        }
        lines.append("steps, \(origin(details)), hash \(details["stepsHash"]?.string ?? ""):")
        return lines + list.enumerated().map { "  \($0.offset + 1). \(($0.element.string ?? "").oneLine)" }
    }

    private static func origin(_ details: JSONObject) -> String {
        guard let model = details["stepsModel"]?.string, let time = details["stepsWrittenAt"]?.string else {
            return "as configured"
        }
        return "written by \(model.oneLine) at \(time)"
    }
}

extension String {
    /// The text on one line, with a space for control characters and for those that turn the direction of what follows: a
    /// model or its server wrote it, and a terminal would obey them.
    fileprivate var oneLine: String {
        let words = unicodeScalars.split {
            $0.properties.generalCategory == .control || $0.turnsDirection || Character($0).isNewline
        }
        return words.map { String($0) }.joined(separator: " ")
    }
}

extension Unicode.Scalar {
    /// Whether it embeds, overrides or isolates a direction, or ends that
    /// (<https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters>).
    fileprivate var turnsDirection: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }
}
