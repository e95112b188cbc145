import Foundation
import TestSupport
import Testing

/// The built command, run as a user runs it: with arguments, an environment, an input and a folder of its own.
///
/// Its outputs go to files, so that no test has to read a pipe for it to go on.
final class CommandRun: Sendable {
    /// What a command that has ended leaves behind.
    struct Result: Sendable, CustomStringConvertible {
        /// The exit status; the negative number of the signal when one ended it.
        var status: Int32
        var output: String
        var errors: String
        var description: String { "status \(status)\n--- output\n\(output)\n--- errors\n\(errors)" }
    }

    /// The repository.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The command beside the test bundle: this test target depends on it, so it is as new as the tests are.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "gradehook")

    /// The process's id.
    let id: Int32
    private let files: URL
    private let status: Task<Int32, Never>

    /// Starts `gradehook` with `arguments` in `folder`. Of the environment of the tests what is Gradehook's own, and
    /// what other services' credentials go by, is left out.
    init(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], input: String = ""
    ) throws {
        files = folder.appending(path: "run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        for (name, text) in [("input", input), ("output", ""), ("errors", "")] {
            try Data(text.utf8).write(to: files.appending(path: name))
        }
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let inherited = ProcessInfo.processInfo.environment.filter { name, _ in
            !["GRADEHOOK_", "LANGFUSE_", "OPENAI_"].contains { name.hasPrefix($0) }
        }
        process.environment = inherited.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: files.appending(path: "input"))
        process.standardOutput = try FileHandle(forWritingTo: files.appending(path: "output"))
        process.standardError = try FileHandle(forWritingTo: files.appending(path: "errors"))
        let (ends, continuation) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            let status = process.terminationStatus
            continuation.yield(process.terminationReason == .uncaughtSignal ? -status : status)
        }
        try process.run()
        id = process.processIdentifier
        status = Task { await ends.first { _ in true } ?? .min }
    }

    /// Runs `gradehook` with `arguments` to its end.
    static func end(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], input: String = ""
    ) async throws -> Result {
        try await CommandRun(arguments, in: folder, environment: environment, input: input).end()
    }

    /// What it has written to the standard output so far.
    var output: String { text("output") }
    /// What it has written to the standard error so far.
    var errors: String { text("errors") }

    /// Sends it a signal.
    func signal(_ number: Int32) { kill(id, number) }

    /// Waits for its end.
    func end() async -> Result {
        let status = await status.value
        return Result(status: status, output: output, errors: errors)
    }

    private func text(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: files.appending(path: name))) ?? Data(), as: UTF8.self)
    }
}

/// Makes a folder with `files` in it, by name, and removes it however `body` ends.
func withFolder<Result>(_ files: [String: String] = [:], _ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gradehook-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return try await body(folder)
}
