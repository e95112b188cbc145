import Service

/// Grades the traces of a file side by side and hands the results over in the order of the file.
struct GradeRun: Sendable {
    /// What became of one line: its results, or why there are none.
    typealias Outcome = Result<[OfflineGrader.Row], any Error>

    /// The number of traces that are graded at once.
    let width: Int
    /// How far grading may run ahead of the oldest trace that is not done, so that results waiting for it stay few.
    private var lead: Int { 4 * width }
    private let grade: @Sendable (TraceFile.Line) async -> Outcome

    /// Creates a run in which `grade` is called for up to `width` lines at once; at least one.
    init(width: Int, grade: @escaping @Sendable (TraceFile.Line) async -> Outcome) {
        self.width = max(1, width)
        self.grade = grade
    }

    /// As many traces at once as keep the models that may be called most busy, and no fewer than there are cores.
    static func width(of configuration: Configuration, cores: Int) -> Int {
        max(cores, configuration.models.map(\.maximumConcurrency).max() ?? 1)
    }

    /// Grades `lines`, calling `print` for one after the other.
    ///
    /// Cancelling the task ends it early: what is not printed by then never is.
    func run(_ lines: [TraceFile.Line], print: (TraceFile.Line, Outcome) -> Void) async {
        await withTaskGroup(of: (index: Int, outcome: Outcome).self) { group in
            var waiting: [Int: Outcome] = [:]
            var started = 0
            var ended = 0
            var printed = 0
            while printed < lines.count {
                while started < lines.count, started - ended < width, started - printed < lead {
                    let index = started
                    group.addTask { [grade] in (index, await grade(lines[index])) }
                    started += 1
                }
                guard let done = await group.next(), !Task.isCancelled else { return group.cancelAll() }
                ended += 1
                waiting[done.index] = done.outcome
                while let outcome = waiting.removeValue(forKey: printed) {
                    print(lines[printed], outcome)
                    printed += 1
                }
            }
        }
    }
}
