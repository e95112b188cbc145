import TestSupport

/// Starts a model server, runs `body` with it and the variables that point a configuration at it, and stops it.
@discardableResult
func withJudge<Result>(
    _ answers: [FakeModelAnswer], body: (FakeModelServer, [String: String]) async throws -> Result
) async throws -> Result {
    let judge = FakeModelServer(answers)
    return try await withModelServer(judge) { try await body(judge, ["JUDGE_URL": $0]) }
}
