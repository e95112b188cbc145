import FoundationEssentials
import ScoreStore

/// Opens a new database in a folder of its own, and removes the folder however `body` ends.
func withDatabase<Result>(
    maximumFates: Int = 1000, _ body: (ScoreDatabase) async throws -> Result
) async throws -> Result {
    try await withTemporaryFolder { folder in
        let database = try await ScoreDatabase.open(path: folder + "/scores.sqlite", maximumFates: maximumFates)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(database)) } catch { result = .failure(error) }
        await database.close()
        return try result.get()
    }
}

/// Makes a folder and removes it however `body` ends.
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "score-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}
