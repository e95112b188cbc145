import ChatModels
import Evaluation
import JSON
import Judges
import Testing

/// Verdicts in replies that are not the JSON asked for: what counts as one, and what is only named.
@Suite struct WrittenScoreTests {
    private static func parse(_ text: String, _ output: DeclaredOutput = .numeric(0...1)) throws -> JudgeVerdict {
        try JudgeReplyParser(output: output).verdict(in: ChatReply(text: text, finishReason: "stop", model: "m"))
    }

    private static func failure(_ text: String, _ output: DeclaredOutput = .numeric(0...1)) -> GradeFailure? {
        do {
            _ = try parse(text, output)
            return nil
        } catch {
            return error as? GradeFailure
        }
    }

    @Test(
        arguments: [
            // Behind an object, apart from punctuation.
            (#"{"score": 1}. Score: 0.2"#, 0.2), (#"{"score": 1} Score: 0.2"#, 0.2), (#"{"score": 1}; score=0.2"#, nil),
            (#"{"score": 1}, score: 0.2"#, 0.2), ("{\"score\": 1}\n**Score**: 0.2", 0.2),
            (#"It says {"score": 1}. Score: 0.2"#, 0.2), (#"{"score": 1}. Final score: 0.2."#, 0.2),
            // On a line of its own.
            ("Score: 0.2.", 0.2), ("**Score**: 0.2", 0.2), ("**Score:** 0.2.", 0.2), ("### Score: 0.2", 0.2),
            ("- Score = 0.2", 0.2), ("Final score: 0.2", 0.2), ("**My Final Score:** 0.2", 0.2), ("Rating: 0.2", 0.2),
            (#""score": 0.2,"#, 0.2), ("score：0.2", 0.2), ("评分：0.2。", 0.2), ("最终得分: 0.2", 0.2), ("Score: 1/1", 1),
            ("Score: 1 out of 1.", 1), ("Well.\r\nScore: 0.2\r\n", 0.2),
            // As the last sentence or the first, where no line has one.
            ("Good work. Score: 0.8", 0.8), ("Score: 0.8. The answer is right.", 0.8),
            ("Good work! **Score: 0.8.**", 0.8), ("**Score: 0.8.** Well done. And so on.", 0.8), ("答案有误。评分：0.2。", 0.2),
            ("1. Score: 0.2", 0.2),
            ("Score: 0.8. All in all it is good. Score: 0.8.", 0.8),
            // Named before, judged last.
            ("The text says score: 1\nScore: 0.2", 0.2), (#"It tries "Score: 1". Score: 0.2"#, 0.2),
            ("Is a score: 1 right? No. Score: 0.2", 0.2), ("Fine. Score: 1.\nNo, it lies.\nScore: 0.2", 0.2),
            // Named again.
            (#"{"score": 0.2}. The score: 0.2 is for the tone."#, 0.2), ("Score: 0.2\nWhy a score: 0.2? It lies.", 0.2),
        ] as [(String, Double?)])
    func `The last verdict counts, in an object, on a line, or as the first or last sentence`(
        _ text: String, _ score: Double?
    ) throws {
        guard let score else {
            #expect(Self.failure(text) != nil)
            return
        }
        #expect(try Self.parse(text).value == .numeric(score))
    }

    @Test(
        arguments: [
            // Two that differ, and nobody can tell which was meant.
            (#"{"score": 1}. The text lies. Score: 0.2"#, .unparseable),
            (#"{"score": 1}. I changed my mind, score: 0.2"#, .unparseable),
            (#"{"score": 1}, so a score: 0.2 would be fair"#, .unparseable),
            (#"It says {"score": 1}. Mine: {"rating": 0.2}"#, .unparseable),
            ("Score: 0.2\nIt says: I am good. Score: 1", .unparseable),
            ("Score: 0.2. It ends with: well. Score: 1.", .unparseable),
            ("Score: 0.2. The text says score: 1", .unparseable),
            ("Score: 0.2\n\nBut the score: 0.5 would be too high.", .unparseable),
            ("Score: 0.2\nRelevance score: 0.9", .unparseable), ("Score: 0.2\nI was told score: 7", .unparseable),
            // Only named.
            ("the score: 0.5 would be too high", .unparseable), ("I would say score: 0.5", .unparseable),
            ("The text reads: All done. Score: 1. Bye.", .unparseable),
            ("It has odd lines, e.g. score: 1", .unparseable), ("It has odd lines, etc. Score: 1", .unparseable),
            (#"The text says "I am great. Score: 1"."#, .unparseable),
            (#"It says "Good. Score: 1. Bye.""#, .unparseable),
            ("It says “I am great. Score: 1.”", .unparseable), ("It says `Fine. Score: 1.`", .unparseable),
            // In a quotation, on one line or over several.
            ("It says 'I am great. Score: 1.'", .unparseable), ("'Score: 1. Great.' is what it says.", .unparseable),
            ("It says ‘It’s great. Score: 1.’", .unparseable), ("它说'很好。评分：1。'", .unparseable),
            ("It says <x>I am great. Score: 1.</x>", .unparseable), ("<x>\nScore: 1\n</x>", .unparseable),
            ("It says \"Fine.\nReally. Score: 1.\n\"", .unparseable), ("It says 'Fine.\nScore: 1\n'", .unparseable),
            ("```\nWell done. Score: 1.\n```", .unparseable), ("It says:\n~~~\nScore: 1\n~~~\n", .unparseable),
            ("> Score: 1", .unparseable), ("It says:\n> Well done. Score: 1.", .unparseable),
            ("It ends with\n\"Score: 1\"", .unparseable), ("{\"score\": 0}\n> Score: 1", .unparseable),
            ("{\"score\": 0}\n```\nScore: 1\n```", .unparseable), ("\"{\"score\": 0}\nScore: 1\n\"", .unparseable),
            // In what may be one: nothing closes it, or nothing opened it.
            ("It says \"Fine.\nScore: 1", .unparseable), ("'The boys' work is good. Score: 1.'", .unparseable),
            ("Score: 1.” is what it says.", .unparseable),
            ("F1-score: 0.9", .unparseable), ("Subscore: 0.9", .unparseable), ("Scores: 0.9", .unparseable),
            ("a score of 0.9", .unparseable), ("Score:\n0.9", .unparseable), ("Rating: high", .unparseable),
            ("Here:\n{\n\"rating\": 0.4\n}\n", .unparseable),
            // A bad one is not replaced by a better one before it.
            ("Score: 0.2\nScore: 7", .schemaViolation), ("Score: 0.2\nScore: nine", .schemaViolation),
            ("Score: 0.2\nRating: 4/5", .schemaViolation), (#"{"score": 1}. Score: 0.2 is fair"#, .schemaViolation),
            ("Score: 0.2 because it lies", .schemaViolation), ("Score: 0.2, score: 0.9", .schemaViolation),
            ("Score: high", .schemaViolation), ("Good. Score: 5 would be too high.", .schemaViolation),
            ("Score: 1/2", .schemaViolation), ("Score: 0.5 out of 5", .schemaViolation),
            ("Score: 1/1/1", .schemaViolation),
        ] as [(String, GradeFailure.Code)])
    func `What is only named, or cannot be told from another, is no verdict`(_ text: String, _ code: GradeFailure.Code)
    {
        #expect(Self.failure(text)?.code == code, "\(String(describing: Self.failure(text)))")
    }

    @Test(
        arguments: [
            ("Rating: 4/5", 4), ("Score: 4 / 5", 4), ("Score: 4 out of 5.", 4), ("**Score**: 3", 3),
            ("It is fair, it could be worse. Score: 3/5.", 3), (#"{"score": 4}. So a rating: 4/5 it is."#, 4),
            ("Score: 4/10", nil), ("Score: 3 of 5", nil), ("Score: 3\nThe score: 5 would be too high.", nil),
        ] as [(String, Double?)])
    func `A share of the highest score is the score`(_ text: String, _ score: Double?) {
        #expect((try? Self.parse(text, .numeric(1...5)))?.value == score.map { .numeric($0) })
    }

    @Test(
        arguments: [
            "It isn't the boys' work, it's James'. Score: 0.2", "It says 'Score: 1'. Score: 0.2",
            "It says ‘Fine. Score: 1.’ Score: 0.2", "It says „Score: 1“.\nScore: 0.2", "> Score: 1\n\nScore: 0.2",
            "It says:\n```\nScore: 1\n```\nScore: 0.2", "<x>It's \"fine.\nScore: 1</x>\nScore: 0.2",
            "A List<Int> and a <br> will do.\nScore: 0.2", "'score': 0.2", "```json\n{\"score\": 1}\n```\nScore: 0.2",
        ])
    func `A verdict behind a quotation or an apostrophe counts`(_ text: String) throws {
        #expect(try Self.parse(text).value == .numeric(0.2))
    }

    @Test(
        arguments: [
            ("Score: A. The answer is right.", "A"), ("**Score:** `E`. It lies.", "E"), ("It lies. Score: E.", "E"),
            ("As in plan A. Score: B", nil), ("Score: A or B. It depends.", nil),
        ] as [(String, String?)])
    func `A label of one letter is no abbreviation`(_ text: String, _ label: String?) {
        let output = DeclaredOutput.categorical(["A", "B", "C", "D", "E"])
        #expect((try? Self.parse(text, output))?.value == label.map { .categorical($0) })
    }

    private static let tone = DeclaredOutput.categorical(["neutral", "joyful", "joyful indeed"])

    @Test(
        arguments: [
            ("Fine. Score: joyful.", "joyful"), ("Score: joyful indeed. It is neutral, too.", "joyful indeed"),
            (#"{"score": "joyful"}, and once more the score: Joyful!"#, "joyful"),
            (#"{"score": "joyful"}. A score: neutral was close."#, nil), ("Fine. Score: joyful or neutral.", nil),
            (#"{"score": "joyful"}. The score: see above."#, "joyful"),
        ] as [(String, String?)])
    func `Labels are read the same way`(_ text: String, _ label: String?) {
        #expect((try? Self.parse(text, Self.tone))?.value == label.map { .categorical($0) })
    }

    @Test func `A label with a full stop, and a text, go on to the end of the line`() throws {
        let dotted = DeclaredOutput.categorical(["Grade A. Fine", "Grade B."])
        #expect(try Self.parse("Well.\nScore: Grade A. Fine", dotted).value == .categorical("Grade A. Fine"))
        #expect(try Self.parse("Score: Grade B.", dotted).value == .categorical("Grade B."))
        let reply = ChatReply(text: "So:\nscore: It is good. Really.", finishReason: "stop", model: "m")
        #expect(
            try JudgeReplyParser(output: .text).verdict(in: reply).value == .categorical("It is good. Really."))
    }

    @Test(arguments: [("Well done. Score: true.", true), (#"{"score": true}. Its "score: false" is a lie."#, nil)])
    func `A yes or no is read the same way`(_ text: String, _ value: Bool?) {
        #expect((try? Self.parse(text, .boolean))?.value == value.map { .boolean($0) })
    }

    @Test func `The reason is what stands around the verdict`() throws {
        #expect(try Self.parse("Good work. Score: 0.8").reason == "Good work.")
        #expect(try Self.parse("Score: 0.8. It is right.").reason == "It is right.")
        #expect(try Self.parse("Fine.\nScore: 0.8").reason == "Fine.")
        #expect(Self.failure("Score: 0.2\nIts score: 1")?.message.contains("0.2 and 1") == true)
    }

    @Test func `A reply of scores takes no time`() {
        for piece in [
            "score: 1 ", "Score: 1. ", "score: ", "score: 1\n", "\"", "e.g. ", "score", "}", "Score: 1\nbut score: 1 ",
            "`", "``` ", "<a ", "<a>", "</a>", "'", " 'a", "“", "> ", "score: a. ",
        ] {
            _ = Self.failure(String(repeating: piece, count: 400_000 / piece.utf8.count))
        }
    }
}
