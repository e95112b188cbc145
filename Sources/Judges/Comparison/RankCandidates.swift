import Evaluation
import JSON

/// The answers that are put in order.
struct RankCandidates: Sendable {
    /// Their texts, in the order of the list.
    let texts: [String]
    /// Which of them the grader's own score is about, counted from 0.
    let own: Int

    /// Takes the list in `output`, whose first element is the application's own first choice; with a path the list is
    /// there, and the output is one of it or comes on top of it.
    ///
    /// - Throws: `missing_input` or `invalid_input` when there is no list, `limit_exceeded` for more than `most`.
    init(of sample: Sample, at path: TracePath?, most: Int) throws(GradeFailure) {
        guard let output = sample.output else { throw .missing(.output) }
        if let path {
            var texts = ContextDocuments.texts(.array(try path.values(in: sample.trace)))
            guard !texts.isEmpty else { throw path.nothing("candidate") }
            let place = texts.firstIndex(of: output.plainText)
            if place == nil { texts.append(output.plainText) }
            self.texts = texts
            own = place ?? texts.count - 1
        } else {
            guard let list = output.readStructure.array else {
                throw GradeFailure(
                    code: .invalidInput,
                    message: "`output` is no list of answers; map one, or say as `candidates` where the others stand")
            }
            texts = ContextDocuments.texts(.array(list))
            own = 0
        }
        guard texts.count <= most else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "\(texts.count) answers to rank, more than `max_items`, \(most); raise it or send fewer")
        }
    }
}
