/// What was waited for did not come.
package struct NeverHappened: Error, CustomStringConvertible {
    package let description: String

    /// Says what did not come, or why it cannot.
    package init(_ description: String) { self.description = description }
}

/// Asks again and again until `body` has a value, and returns it; for what tells no one when it happens.
///
/// - Throws: `NeverHappened` after `limit`, and whatever `body` throws.
package func eventually<Value>(
    _ what: String, within limit: Duration = .seconds(30), _ body: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    var wait = Duration.milliseconds(1)
    while true {
        if let value = try await body() { return value }
        guard ContinuousClock.now < deadline else {
            throw NeverHappened("\(what) did not happen within \(limit)")
        }
        try await Task.sleep(for: wait)
        wait = min(wait * 2, .milliseconds(20))
    }
}

/// Asks again and again until `condition` holds.
///
/// - Throws: `NeverHappened` after `limit`, and whatever `condition` throws.
package func eventually(
    _ what: String, within limit: Duration = .seconds(30), holds condition: () async throws -> Bool
) async throws {
    _ = try await eventually(what, within: limit) { try await condition() ? true : nil } as Bool
}
