import Evaluation
import JSON
import Testing

@Suite struct PIITests {
    @Test func `Places are counted in scalars, and the text is never repeated`() async throws {
        let outcome = try await outcome("pii", output: "👩‍👧 é a@example.org, 203.0.113.7")
        let grade = try #require(outcome.grade)
        #expect(grade.value == .boolean(true))
        #expect(grade.comment == "found 1 email, 1 ipv4")
        #expect(
            grade.metadata["spans"] == [
                ["type": "email", "start": 6, "end": 19], ["type": "ipv4", "start": 21, "end": 32],
            ])
        let shown = (grade.comment ?? "") + JSONValue.object(grade.metadata).text
        #expect(!shown.contains("example") && !shown.contains("203"))
    }

    @Test func `Only the types asked for are looked for`() async throws {
        let text: JSONValue = "a@example.org"
        #expect(try await value("pii", ["types": ["card"]], output: text) == .boolean(false))
        #expect(try await value("pii", ["types": "email"], output: text) == .boolean(true))
        #expect(try configurationError("pii", ["types": ["name"]])?.pointer == "/graders/0/types")
        #expect(try configurationError("pii", ["types": []])?.pointer == "/graders/0/types")
    }

    @Test func `Found is bad, so clean counts as 1 in an aggregate`() throws {
        let scale = try grader("pii").scale
        #expect(scale.normalized(.boolean(true)) == 0)
        #expect(scale.normalized(.boolean(false)) == 1)
    }
}
