import ChatModels
import Evaluation
import JSON
import Testing

@testable import Judges

@Suite struct SelfTestTests {
    /// The text between the lines of the fence around `name`, in what a model was asked.
    private static func material(_ name: String, in request: ChatRequest) -> String {
        let content = request.messages.last?.content ?? ""
        guard let token = token(of: request),
            let start = content.firstRange(of: "BEGIN \(token) \(name)\n")?.upperBound,
            let end = content.firstRange(of: "\nEND \(token) \(name)")?.lowerBound
        else { return "" }
        return String(content[start..<end])
    }

    /// The token of the fence, from the notice before the material.
    private static func token(of request: ChatRequest) -> String? {
        let notice = request.messages.first?.content ?? ""
        let words = notice.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.first { $0.utf8.count == 32 && $0.utf8.allSatisfy { UInt8(ascii: "0") <= $0 && $0 <= 0x66 } }
            .map(String.init)
    }

    private static func configured(_ grader: any Grader, threshold: Double? = nil, invert: Bool = false)
        -> ConfiguredGrader
    {
        ConfiguredGrader(
            name: "j", kind: "llm_judge", grader: .grader(grader), threshold: threshold, invert: invert)
    }

    private static let numeric: JSONObject = ["criteria": "Is it right?"]
    private static let boolean: JSONObject = ["criteria": "Is it right?", "output": ["type": "boolean"]]
    private static let labels: JSONObject = [
        "criteria": "Is it right?", "output": ["type": "categorical", "choices": ["bad", "so-so", "good"]],
    ]

    // The cases.

    @Test func `There are several cases of each class in both languages, and no two are alike`() {
        let cases = AttackLibrary.cases
        for attackClass in AttackClass.allCases {
            for language in ["en", "zh"] {
                let count = cases.count { $0.attackClass == attackClass && $0.language == language }
                #expect(count >= 2, "\(attackClass) \(language)")
            }
        }
        #expect(Set(cases.map(\.id)).count == cases.count)
        let goal = AttackGoal(score: 1)
        #expect(Set(cases.map { $0.text(goal) }).count == cases.count)
    }

    @Test func `An attack adds to the sample, names the verdict it wants, and leaves the rest alone`() {
        let goal = AttackGoal(score: .string("OUTSTANDING"))
        for attack in AttackLibrary.cases {
            let (plain, attacked) = (attack.plain, attack.attacked(goal))
            let fields: [Sample.Field] = [.output, .input, .context, .expected]
            let changed = fields.filter { plain[$0] != attacked[$0] }
            let place: Sample.Field =
                switch attack.place {
                case .before, .after, .inside: .output
                case .question: .input
                case .context: .context
                }
            #expect(changed == [place], "\(attack.id)")
            #expect(attacked.output?.string?.contains(attack.answer) == true, "\(attack.id)")
            // Encoded it cannot be read here; what encodes it has a test of its own.
            guard attack.isPlain else { continue }
            #expect(attacked[place]?.text.contains("OUTSTANDING") == true, "\(attack.id)")
        }
    }

    @Test(
        arguments: [
            (AttackEncoding.plain, "Do it.", "Do it."), (.base64, "Do it.", "RG8gaXQu"), (.rot13, "Do It.", "Qb Vg."),
            (.tags, "Ab", "\u{E0041}\u{E0062}"), (.zeroWidth, "给1", "给\u{200B}1\u{200B}"),
            (.reversed, "ab", "\u{202E}ba\u{202C}"),
        ])
    func `An attack is written so that people do not read it`(
        _ encoding: AttackEncoding, _ text: String, _ encoded: String
    ) {
        #expect(Array(encoding.encode(text).unicodeScalars) == Array(encoded.unicodeScalars))
    }

    // What protects a judge, whatever its model believes.

    /// Ways to ask, the verdict that is right for a bad answer, and the reply that gives it.
    static let forms: [(parameters: JSONObject, value: ScoreValue, reply: String)] = [
        (numeric, .numeric(0), #"{"reason": "wrong", "score": 0}"#),
        (boolean, .boolean(false), #"{"reason": "wrong", "score": false}"#),
        (labels, .categorical("bad"), #"{"reason": "wrong", "score": "bad"}"#),
        (numeric, .numeric(0), "score: 0"),
    ]

    private static func opposite(of value: ScoreValue) -> ScoreValue {
        switch value {
        case .numeric: .numeric(1)
        case .boolean: .boolean(true)
        case .categorical: .categorical("good")
        }
    }

    @Test(arguments: forms) func `A model that repeats the attack before its own verdict is read by the last one`(
        _ parameters: JSONObject, _ value: ScoreValue, _ reply: String
    ) async throws {
        let gullible = ScriptedModel { request, _ in
            .text("I was shown this:\n\(Self.material("output", in: request))\n\nMy verdict:\n\(reply)")
        }
        let grader = try judge("llm_judge", parameters, model: gullible)
        let goal = try #require(grader as? any AttackableJudge).attackGoal(Self.opposite(of: value))
        for attack in AttackLibrary.cases {
            let outcome = await grader.grade(attack.attacked(goal))
            // What the attack wrote in braces and is no verdict makes the reply unreadable, whatever line follows.
            guard reply.hasPrefix("{") || !attack.text(goal).contains("{") else { continue }
            #expect(outcome.grade?.value == value, "\(attack.id): \(outcome)")
        }
    }

    @Test func `Verdicts on items that an attack wrote do not count beside the model's own`() async throws {
        let gullible = ScriptedModel { request, _ in
            let own = ScriptedModel.agreement(request, 0, ["The capital is Vienna."])
            let refuted = own.text.replacing("\"supported\"", with: "\"unsupported\"")
            return .text("I was shown this:\n\(request.messages.last?.content ?? "")\n\n\(refuted)")
        }
        let grader = try judge("faithfulness", [:], model: gullible)
        let goal = try #require(grader as? any AttackableJudge).attackGoal(.numeric(1))
        #expect(goal.verdict == "supported")
        for attack in AttackLibrary.cases where attack.attackClass == .fakeVerdict {
            let outcome = await grader.grade(attack.attacked(goal))
            let isSafe = outcome.grade.map { $0.value == .numeric(0) } ?? (outcome.failure != nil)
            #expect(isSafe, "\(attack.id): \(outcome)")
        }
    }

    @Test func `No attack closes the fence, and none is outside of it`() async throws {
        let model = ScriptedModel(#"{"reason": "wrong", "score": 0}"#)
        let grader = try judge("correctness", [:], model: model)
        for attack in AttackLibrary.cases {
            _ = await grader.grade(attack.plain)
            _ = await grader.grade(attack.attacked(AttackGoal(score: 1)))
        }
        let requests = model.requests
        #expect(requests.count == 2 * AttackLibrary.cases.count)
        for (index, attack) in AttackLibrary.cases.enumerated() {
            let alone = try Self.shape(of: requests[2 * index])
            let attacked = try Self.shape(of: requests[2 * index + 1])
            #expect(alone.fences == ["input", "input", "expected", "expected", "output", "output"], "\(attack.id)")
            #expect(attacked.fences == alone.fences, "\(attack.id)")
            // With the material cut out, the question is the same whatever was attacked.
            #expect(attacked.rest == alone.rest, "\(attack.id)")
        }
    }

    /// The names on the lines of the fence, and all that stands outside of it.
    private static func shape(of request: ChatRequest) throws -> (fences: [String], rest: String) {
        let found = token(of: request)
        let token = try #require(found)
        var content = request.messages.last?.content ?? ""
        var fences: [String] = []
        for line in content.split(whereSeparator: \.isNewline) {
            guard line.hasPrefix("BEGIN \(token)") || line.hasPrefix("END \(token)") else { continue }
            fences.append(String(line.split(separator: " ").last ?? ""))
        }
        for name in ["input", "expected", "output"] {
            content = content.replacing(material(name, in: request), with: "")
        }
        return (fences, content.replacing(token, with: ""))
    }

    // Counting.

    /// How a model behaves, and what every attack on it has to come to.
    static let behaviours: [(name: String, parameters: JSONObject, verdict: AttackVerdict)] = [
        ("obeys", numeric, .succeeded), ("obeys", boolean, .succeeded), ("obeys", labels, .succeeded),
        ("resists", numeric, .defended), ("resists", boolean, .defended), ("resists", labels, .defended),
        ("is pleased", numeric, .noBase), ("is pleased", boolean, .noBase),
        ("breaks", numeric, .failed("unparseable")), ("breaks", labels, .failed("unparseable")),
    ]

    /// The verdict a bad answer deserves, and the one an attack asks for.
    private static func ends(of parameters: JSONObject) -> (low: JSONValue, high: JSONValue) {
        switch parameters["output"]?["type"]?.string {
        case "boolean": (false, true)
        case "categorical": ("bad", "so-so")
        default: (0, 1)
        }
    }

    @Test(arguments: behaviours) func `An attack is counted by what it changed`(
        _ name: String, _ parameters: JSONObject, _ verdict: AttackVerdict
    ) async throws {
        let (low, high) = Self.ends(of: parameters)
        let fields = [Sample.Field.input, .context, .output]
        let plain = Set(AttackLibrary.cases.flatMap { attack in fields.map { attack.plain[$0]?.plainText ?? "" } })
        let model = ScriptedModel { request, _ in
            let isAttacked = fields.contains { !plain.contains(Self.material($0.rawValue, in: request)) }
            switch name {
            case "obeys": return .text((["score": isAttacked ? high : low] as JSONValue).text)
            case "is pleased": return .text((["score": high] as JSONValue).text)
            case "breaks": return .text(isAttacked ? "I will not." : (["score": low] as JSONValue).text)
            default: return .text((["score": low] as JSONValue).text)
            }
        }
        let grader = try judge("llm_judge", parameters, model: model)
        guard case .tested(let results) = await SelfTest(width: 4).run(Self.configured(grader)) else {
            Issue.record("left out")
            return
        }
        #expect(results.count == AttackLibrary.cases.count)
        for result in results {
            if case .failed(let reason) = result.verdict, case .failed(let code) = verdict {
                #expect(reason.hasPrefix(code))
                #expect(result.attacked == nil)
            } else {
                #expect(result.verdict == verdict, "\(result.attack.id)")
            }
        }
        let tally = AttackTally(results)
        #expect(tally.cases == tally.succeeded + tally.defended + tally.failed + tally.noBase)
        let rates: [String: Double] = ["obeys": 1, "resists": 0]
        #expect(tally.successRate == rates[name])
    }

    /// A verdict alone and with the attack, the threshold, whether it is inverted, and what that comes to.
    static let comparisons: [(Double, Double, Double?, Bool, AttackVerdict)] = [
        (0, 0.25, nil, false, .succeeded), (0, 0.2, nil, false, .defended), (0.5, 0.3, nil, false, .defended),
        (0.75, 1, nil, false, .succeeded), (0.8, 1, nil, false, .noBase), (0.5, 0.6, 0.6, false, .succeeded),
        (0.5, 0.55, 0.6, false, .defended), (0.6, 1, 0.6, false, .noBase), (0.1, 0.4, 0.9, false, .succeeded),
        (1, 0.7, nil, true, .succeeded), (1, 0.8, nil, true, .defended), (0.2, 0, nil, true, .noBase),
        (0.8, 0.3, 0.3, true, .succeeded), (0.3, 0, 0.3, true, .noBase),
    ]

    @Test(arguments: comparisons) func `A number succeeds when it passes or gains a quarter of its scale`(
        _ alone: Double, _ attacked: Double, _ threshold: Double?, _ invert: Bool, _ verdict: AttackVerdict
    ) throws {
        let grader = Self.configured(
            try judge("llm_judge", Self.numeric, model: ScriptedModel("")), threshold: threshold, invert: invert)
        let found = AttackVerdict.compare(
            alone: .numeric(alone), attacked: .numeric(attacked), wanted: .numeric(invert ? 0 : 1), by: grader)
        #expect(found == verdict)
    }

    /// Judges whose replies are of other forms, and what an attack asks of them.
    static let goals: [(kind: String, parameters: JSONObject, wanted: Double, verdict: JSONValue)] = [
        ("factuality", [:], 1, "C"), ("factuality", [:], 0, "D"), ("correctness", [:], 1, 1),
        ("g_eval", ["criteria": "Good."], 1, 10), ("g_eval", ["criteria": "Good.", "min": 1, "max": 5], 0, 1),
        ("faithfulness", [:], 1, "supported"), ("answer_correctness", [:], 1, "supported"),
        (
            "llm_judge",
            [
                "criteria": "Good.",
                "output": ["type": "scores", "scores": ["a": ["type": "boolean"], "b": ["type": "numeric"]]],
            ], 1, 1
        ),
    ]

    @Test(arguments: goals) func `An attack asks for the verdict in the words of the judge's reply`(
        _ kind: String, _ parameters: JSONObject, _ wanted: Double, _ verdict: JSONValue
    ) throws {
        let grader = try judge(kind, parameters, model: ScriptedModel(""))
        let goal = try #require(grader as? any AttackableJudge).attackGoal(.numeric(wanted))
        #expect(goal.verdict == verdict)
        #expect(goal.reply.text.contains(verdict.text))
    }

    // Who can be tried.

    @Test func `Judges that cannot take a case are left out with the reason`() async throws {
        for kind in ["tone", "correctness", "faithfulness", "g_eval"] {
            let parameters: JSONObject = kind == "g_eval" ? ["criteria": "Good."] : [:]
            let grader = try judge(kind, parameters, model: ScriptedModel(""))
            #expect(SelfTest.reasonToLeaveOut(Self.configured(grader)) == nil, "\(kind)")
        }
        let text = try judge("llm_judge", ["criteria": "Good.", "output": ["type": "text"]], model: ScriptedModel(""))
        #expect(SelfTest.reasonToLeaveOut(Self.configured(text)) == "a free text has no good end")
        // What only shows once it is asked: the cases tell of no steps.
        let steps = try judge("trajectory_judge", [:], model: ScriptedModel(agreeing: 1))
        guard case .leftOut(let reason) = await SelfTest(width: 2).run(Self.configured(steps)) else {
            Issue.record("a judge of trajectories took the cases")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func `A bad answer is judged once however many attacks are on it, and no more at once than allowed`()
        async throws
    {
        let model = ScriptedModel(#"{"score": 0}"#)
        let counter = WidthCounter(try judge("llm_judge", Self.numeric, model: model))
        let outcome = await SelfTest(width: 3).run(Self.configured(counter))
        guard case .tested(let results) = outcome else {
            Issue.record("left out")
            return
        }
        let answers = Set(results.map { $0.attack.plain.output?.string ?? "" })
        #expect(model.requests.count == results.count + answers.count)
        #expect(counter.widest <= 3)
    }
}

extension AttackCase {
    /// The material of the attacked sample as one text.
    fileprivate func text(_ goal: AttackGoal) -> String {
        let sample = attacked(goal)
        return [Sample.Field.input, .output, .context].compactMap { sample[$0]?.plainText }.joined(separator: "\n")
    }

    /// Whether the attack can be read as it is written.
    fileprivate var isPlain: Bool {
        ![.encoded, .hiddenUnicode].contains(attackClass)
    }
}
