import ChatModels
import Evaluation
import JSON

/// Judges by asking which of two answers is better, the output or another one, in both orders.
struct PairwiseJudge: AttackableJudge {
    private let call: JudgeCall
    private let prompt: JudgePrompt
    private let other: TracePath?
    private let bothOrders: Bool
    private let version: String

    let requiredFields: [Sample.Field]
    let scale = Scale.unit
    let waits = true

    /// The most answers that an output is held against.
    static let maximumOthers = 10
    /// The labels: the answer shown first, the one shown second, neither.
    static let labels = ["A", "B", "tie"]

    /// Creates a judge. Without a path to the `other` answer it is the reference.
    init(call: JudgeCall, prompt: JudgePrompt, other: TracePath?, bothOrders: Bool, version: String) {
        self.call = call
        self.prompt = prompt
        self.other = other
        self.bothOrders = bothOrders
        self.version = version
        let needed = Set([.output] + (other == nil ? [.expected] : []) + prompt.requiredFields)
        requiredFields = Sample.Field.allCases.filter(needed.contains)
    }

    var shownFields: Set<Sample.Field> { prompt.shownFields.union([.output]) }

    /// The answer shown first, in both orders: an attacker does not know where the answer will stand.
    func attackGoal(_ wanted: ScoreValue) -> AttackGoal { AttackGoal(score: .string(Self.labels[0])) }

    func grade(_ sample: Sample) async -> GradeOutcome {
        do throws(GradeFailure) {
            guard let output = sample.output?.plainText else { throw .missing(.output) }
            let others = try others(of: sample)
            var material = sample.material(prompt.names)
            // What the output is held against is no measure for both.
            if other == nil { material["expected"] = nil }
            let questions = others.flatMap { other in
                orders(output, other).map { Question(output: output, other: other, isOutputFirst: $0) }
            }
            return outcome(try await answers(questions, material), per: bothOrders ? 2 : 1)
        } catch {
            return .failed(error)
        }
    }

    /// One call: two answers in one order.
    private struct Question: Sendable {
        var output: String
        var other: String
        var isOutputFirst: Bool
    }

    private typealias Answer = (verdict: PairComparison.Verdict, tally: CallTally)

    private func others(of sample: Sample) throws(GradeFailure) -> [String] {
        let values = if let other { try other.values(in: sample.trace) } else { try sample.alternatives() }
        guard !values.isEmpty else {
            throw other?.nothing("answer to compare with") ?? .missing(.expected)
        }
        guard values.count <= Self.maximumOthers else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "\(values.count) answers to compare with, \(Self.maximumOthers) are allowed")
        }
        return values.map(\.plainText)
    }

    /// Whether the output is shown first, in each call. One call alone shows it in an order drawn by the texts, so that
    /// leaning to a place evens out over many samples.
    private func orders(_ output: String, _ other: String) -> [Bool] {
        bothOrders ? [true, false] : [DrawnOrder.places([output, other])[0] == 0]
    }

    /// The answers to `questions`, in their order, asked side by side. One that fails fails the grade.
    private func answers(
        _ questions: [Question], _ material: [String: String]
    ) async throws(GradeFailure) -> [Answer] {
        let results = await withTaskGroup(of: (Int, Result<Answer, GradeFailure>).self) { group in
            for (index, question) in questions.enumerated() {
                group.addTask { (index, await ask(question, material)) }
            }
            return await group.reduce(into: [Int: Result<Answer, GradeFailure>]()) { $0[$1.0] = $1.1 }
        }
        var answers: [Answer] = []
        for index in questions.indices {
            if let answer = try results[index]?.get() { answers.append(answer) }
        }
        return answers
    }

    private func ask(_ question: Question, _ material: [String: String]) async -> Result<Answer, GradeFailure> {
        var tally = CallTally()
        var material = material
        material["answer_a"] = question.isOutputFirst ? question.output : question.other
        material["answer_b"] = question.isOutputFirst ? question.other : question.output
        do throws(GradeFailure) {
            let reply = try await call.ask(prompt, showing: material, &tally)
            let verdict = try JudgeReplyParser(output: .categorical(Self.labels)).verdict(in: reply)
            guard case .categorical(let label) = verdict.value else {
                throw GradeFailure(code: .schemaViolation, message: "the verdict is no label")
            }
            return .success(
                (.init(isOutputFirst: question.isOutputFirst, label: label, reason: verdict.reason), tally))
        } catch {
            return .failure(error)
        }
    }

    private func outcome(_ answers: [Answer], per orders: Int) -> GradeOutcome {
        var tally = CallTally()
        for answer in answers { tally.add(answer.tally) }
        let comparisons = stride(from: 0, to: answers.count, by: orders).map { start in
            PairComparison(verdicts: answers[start..<start + orders].map(\.verdict))
        }
        var metadata = tally.metadata(version)
        metadata["comparisons"] = .array(comparisons.map(\.json))
        metadata["positionBias"] = .number(PairComparison.positionBias(comparisons))
        let mean = comparisons.map(\.score).reduce(0, +) / Double(comparisons.count)
        return .graded(Grade(.numeric(mean), comment: PairwiseComment.text(comparisons), metadata: metadata))
    }
}
