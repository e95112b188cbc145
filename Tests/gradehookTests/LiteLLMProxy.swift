import Foundation
import TestSupport

/// LiteLLM's proxy on loopback, an OpenAI-compatible server that others wrote; its models answer with made-up replies and
/// need no network. `scripts/setup.sh --servers` installs it.
final class LiteLLMProxy {
    /// The key it asks for.
    static let key = "sk-litellm-4714"
    /// Its program in the environment of its own.
    static let program = CommandRun.root.appending(path: ".venv-litellm/bin/litellm")
    /// Whether it is installed.
    static let isInstalled = FileManager.default.isExecutableFile(atPath: program.path)

    /// What stands before `/chat/completions`.
    let baseURL: String
    private let process = Process()

    /// Starts it in `folder` with the models of the configuration `models`, and waits until it answers.
    init(models: String, in folder: URL) async throws {
        let port = try Self.freePort()
        baseURL = "http://127.0.0.1:\(port)/v1"
        let settings = "general_settings: {master_key: \(Self.key)}\nlitellm_settings: {num_retries: 0}\n"
        let file = folder.appending(path: "litellm.yaml")
        try Data((models + settings).utf8).write(to: file)
        let log = folder.appending(path: "litellm.log")
        try Data().write(to: log)
        process.executableURL = Self.program
        process.arguments = [
            "--config", file.path, "--host", "127.0.0.1", "--port", String(port), "--telemetry", "False",
        ]
        // It looks up prices at its maker's, and writes into the home directory, unless told otherwise.
        let own = ["LITELLM_LOCAL_MODEL_COST_MAP": "True", "HOME": folder.path]
        process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }
        process.currentDirectoryURL = folder
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        try process.run()
        // It takes ten seconds to import its parts on a quiet machine.
        try await eventually("LiteLLM's proxy answers", within: .seconds(240)) {
            guard process.isRunning else { throw NeverHappened("LiteLLM ended: \(Self.text(log))") }
            return Self.text(log).contains("Uvicorn running on")
        }
    }

    /// Ends it. It has nothing to save, and SIGTERM stays blocked in a process started from a task's thread.
    func stop() { kill(process.processIdentifier, SIGKILL) }

    private static func text(_ file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }

    /// A port that nobody listens on now.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 ? getsockname(descriptor, address, &size) : -1
            }
        }
        guard status == 0 else { throw NeverHappened("no port is free") }
        return UInt16(bigEndian: address.sin_port)
    }
}
