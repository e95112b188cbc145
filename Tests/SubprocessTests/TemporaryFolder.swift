import Foundation

/// A folder for one test, deleted with what is in it when the test lets go of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        let url = FileManager.default.temporaryDirectory.appending(path: "gradehook-subprocess-\(UUID().uuidString)")
        path = url.path(percentEncoded: false)
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes an empty file.
    func touch(_ name: String) { _ = FileManager.default.createFile(atPath: "\(path)/\(name)", contents: nil) }

    /// Whether there is a file called `name`.
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }
}
