import Evaluation
import HTTPClient
import JSON
import Testing

/// What a reply may say; the same over a pipe and over HTTP.
@Suite struct ExternalReplyTests {
    /// Asks a grader whose other side answers `reply`, with the request's id in the place of `ID`.
    private func outcome(_ reply: String, output: JSONValue = ["type": "numeric"]) async throws -> GradeOutcome {
        let transport = ScriptedTransport { request in
            let id = (try? JSONValue(parsing: request.body ?? []))?["id"]?.string ?? ""
            let pieces = reply.split(separator: "ID", omittingEmptySubsequences: false)
            return ClientResponse(status: 200, body: Array(pieces.joined(separator: id).utf8))
        }
        let grader = try ExternalFixture.grader(
            "http", ["url": "http://127.0.0.1:1/", "output": output], ExternalFixture.resources(transport))
        return await grader.grade(ExternalFixture.sample())
    }

    @Test(
        arguments: [
            (
                #"{"id": "ID", "value": 0.5, "comment": "so so", "metadata": {"n": 1}}"#, ["type": "numeric"],
                .numeric(0.5)
            ),
            (#"{"score": 1, "reason": "so so", "metadata": {"n": 1}, "id": "ID"}"#, ["type": "numeric"], .numeric(1)),
            (
                #"{"value": -3, "failure": null, "comment": null, "reason": "so so", "metadata": {"n": 1}}"#,
                ["type": "numeric", "min": -5, "max": 5], .numeric(-3)
            ),
            (#"{"value": true, "comment": "so so", "metadata": {"n": 1}}"#, ["type": "boolean"], .boolean(true)),
            (
                #"{"value": " Urgent", "comment": "so so", "metadata": {"n": 1}}"#,
                ["type": "categorical", "choices": ["urgent", "calm"]], .categorical("urgent")
            ),
        ] as [(String, JSONValue, ScoreValue)])
    func `A verdict has a value of the declared kind, a comment and metadata`(
        _ reply: String, _ output: JSONValue, _ value: ScoreValue
    ) async throws {
        let expected = Grade(value, comment: "so so", metadata: ["n": 1])
        #expect(try await outcome(reply, output: output) == .graded(expected))
    }

    @Test(
        arguments: [
            ("", .unparseable, "the reply is not JSON"), ("nan", .unparseable, "not JSON"),
            (#"{"value": NaN}"#, .unparseable, "not JSON"),
            ("Traceback (most recent", .unparseable, "`Traceback (most"),
            ("0.5", .schemaViolation, "must be an object"), ("[]", .schemaViolation, "must be an object"),
            ("{}", .schemaViolation, "it has none"), (#"{"value": null}"#, .schemaViolation, "it has none"),
            (#"{"value": 1, "score": 1}"#, .schemaViolation, "value and score"),
            (#"{"value": 1, "failure": "x"}"#, .schemaViolation, "value and failure"),
            (#"{"id": "other", "value": 1}"#, .schemaViolation, "`id` is `\"other\"`"),
            (#"{"value": 1.01}"#, .schemaViolation, "must be a number from 0 to 1"),
            (#"{"value": "0.5"}"#, .schemaViolation, "must be a number"),
            (#"{"value": true}"#, .schemaViolation, "must be a number"),
            (#"{"value": 1, "comment": 3}"#, .schemaViolation, "`comment` must be a string"),
            (#"{"value": 1, "metadata": "m"}"#, .schemaViolation, "`metadata` must be an object"),
            (#"{"skipped": true}"#, .schemaViolation, "`skipped` must be the reason"),
            (#"{"failure": {"code": "sad", "message": "m"}}"#, .schemaViolation, "none of unparseable, truncated"),
            (#"{"failure": {"code": "timeout"}}"#, .schemaViolation, "needs a `message`"),
            (#"{"failure": {"message": "m", "transient": "no"}}"#, .schemaViolation, "`transient`"),
            (#"{"failure": 3}"#, .schemaViolation, "`failure` must be"),
        ] as [(String, GradeFailure.Code, String)])
    func `Anything else is a failure that says what is wrong`(
        _ reply: String, _ code: GradeFailure.Code, _ message: String
    ) async throws {
        let given = try await outcome(reply)
        guard case .failed(let failure) = given else { return #expect(Bool(false), "\(given)") }
        #expect(failure.code == code && !failure.isTransient)
        #expect(failure.message.contains(message), "\(failure.message)")
    }

    @Test(
        arguments: [
            (#""no GPU""#, GradeFailure(code: .internal, message: "no GPU", isTransient: false)),
            (#"{"message": "no GPU"}"#, GradeFailure(code: .internal, message: "no GPU", isTransient: false)),
            (#"{"code": "rate_limited", "message": "m"}"#, GradeFailure(code: .rateLimited, message: "m")),
            (
                #"{"code": "timeout", "message": "m", "transient": false}"#,
                GradeFailure(code: .timeout, message: "m", isTransient: false)
            ),
        ])
    func `A failure of its own is passed on`(_ failure: String, _ expected: GradeFailure) async throws {
        #expect(try await outcome(#"{"failure": \#(failure)}"#) == .failed(expected))
    }

    @Test(arguments: [(2_000, 2_000, false), (2_001, 2_001, true)])
    func `A long comment is cut, and shows that it was`(_ length: Int, _ kept: Int, _ isCut: Bool) async throws {
        let comment = String(repeating: "a", count: length)
        let grade = try #require(try await outcome(#"{"value": 1, "comment": "\#(comment)"}"#).grade)
        #expect(grade.comment?.unicodeScalars.count == kept)
        #expect(grade.comment?.hasSuffix("…") == isCut)
    }

    @Test func `A sample may be skipped`() async throws {
        #expect(try await outcome(#"{"skipped": "not a question"}"#) == .skipped("not a question"))
    }
}
