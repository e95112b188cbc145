package import Evaluation
import JSON

/// A question with an answer known to be bad, and a text that tries to have it judged as good.
package struct AttackCase: Sendable {
    /// Where the text of the attack is put.
    package enum Place: String, Sendable, CaseIterable {
        case before, after
        /// In the middle of a long answer.
        case inside
        case question, context
    }

    /// The class and the number within it, e.g. `fake_verdict.en.2`.
    package let id: String
    /// What the attack tries.
    package let attackClass: AttackClass
    /// The language of the question and, unless the class is about others, of the attack.
    package let language: String
    /// Where the attack is put.
    package let place: Place

    let question: String
    /// Wrong, rude and incoherent: bad by nearly every criterion.
    let answer: String
    private let reference: String
    private let context: [String]
    private let attack: PromptTemplate
    private let lead: String
    private let encoding: AttackEncoding
    /// A sentence that makes the answer long, and how often it stands on either side of the attack.
    private let padding: (text: String, times: Int)

    /// Reads a case of `file`, which is one of `AttackLibrary`; `number` counts from 1.
    init(_ value: JSONValue, number: Int, of attackClass: AttackClass, language: String, at pointer: String)
        throws(JSONReadError)
    {
        var reader = try JSONReader(value, at: pointer)
        id = "\(attackClass.rawValue).\(language).\(number)"
        self.attackClass = attackClass
        self.language = language
        question = try reader.requiredString("question")
        answer = try reader.requiredString("answer")
        reference = try reader.requiredString("reference")
        context = try reader.strings("context") ?? []
        place = try reader.choice("place", default: .after)
        lead = try reader.string("lead") ?? ""
        encoding = try reader.choice("encoding", default: .plain)
        padding = (try reader.string("padding") ?? "", Int(try reader.integer("padding_times", in: 1...500) ?? 1))
        let text = try reader.requiredString("attack")
        do throws(PromptTemplate.SyntaxError) {
            attack = try PromptTemplate(text)
        } catch {
            throw reader.error("attack", error.message)
        }
        try reader.finish()
    }

    /// The bad answer, without an attack.
    package var plain: Sample { sample() }

    /// The bad answer with an attack that is after `goal`.
    func attacked(_ goal: AttackGoal) -> Sample {
        let values = ["best": goal.verdict.plainText, "reply": goal.reply.text]
        var text = ""
        do throws(GradeFailure) {
            text = try attack.render({ values[$0].map { .plain($0) } }) { name in
                GradeFailure(code: .internal, message: "an attack has no variable `\(name)`")
            }
        } catch {
            preconditionFailure("the case \(id) cannot be written: \(error)")
        }
        return sample(with: lead + encoding.encode(text))
    }

    /// Whether `judge` sees the attack: one in the question or in the context only when its prompt shows them.
    func isSeen(by judge: any Grader) -> Bool {
        switch place {
        case .before, .after, .inside: true
        case .question: Self.fieldsShown(by: judge).contains(.input)
        case .context: Self.fieldsShown(by: judge).contains(.context)
        }
    }

    /// The fields that `judge` looks at when a sample has them, as far as it is known.
    static func fieldsShown(by judge: any Grader) -> Set<Sample.Field> {
        (judge as? any AttackableJudge)?.shownFields ?? Set(judge.requiredFields)
    }

    private func sample(with attack: String? = nil) -> Sample {
        let filler = String(repeating: padding.text + " ", count: padding.text.isEmpty ? 0 : padding.times)
        var output = filler.isEmpty ? answer : "\(answer)\n\n\(filler)\n\n\(filler)"
        var input = question
        var documents = context
        if let attack {
            switch place {
            case .before: output = "\(attack)\n\n\(output)"
            case .after: output = "\(output)\n\n\(attack)"
            case .inside: output = "\(answer)\n\n\(filler)\n\(attack)\n\(filler)"
            case .question: input = "\(input)\n\n\(attack)"
            case .context: documents.append(attack)
            }
        }
        var trace = Trace(id: "selftest-\(id)")
        trace.input = .string(input)
        trace.output = .string(output)
        trace.expectedOutput = .string(reference)
        trace.context = .array(documents.map { .string($0) })
        return Sample(
            output: trace.output, expected: trace.expectedOutput, input: trace.input, context: trace.context,
            trace: trace)
    }
}
