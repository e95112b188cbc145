import Glibc
import Subprocess
import Timing

/// Makes pools whose processes are shell scripts.
enum Shell {
    /// A pool over `script`, whose `$1`… are `arguments`.
    static func pool(
        _ script: String, _ arguments: [String] = [], _ change: (inout ProcessPoolConfiguration) -> Void = { _ in }
    ) -> ProcessPool {
        ProcessPool(configuration(script, arguments, change))
    }

    static func configuration(
        _ script: String, _ arguments: [String] = [], _ change: (inout ProcessPoolConfiguration) -> Void = { _ in }
    ) -> ProcessPoolConfiguration {
        let command = ProcessCommand(
            ["sh", "-c", script, "sh"] + arguments, environment: ["PATH": "/usr/bin:/bin", "LANG": "C"])
        var configuration = ProcessPoolConfiguration(command)
        change(&configuration)
        return configuration
    }

    /// Replies to each line with the process's number and the line.
    static let echo = "while read -r line; do echo $$ $line; done"

    /// Whether the process is there and not merely waiting to be buried.
    static func isRunning(_ process: String) -> Bool {
        guard let file = fopen("/proc/\(process)/stat", "r") else { return false }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = fread(&buffer, 1, buffer.count, file)
        let text = String(decoding: buffer.prefix(count), as: UTF8.self)
        // pid (name) state: proc(5).
        return !(text.split(separator: ")").last ?? "").hasPrefix(" Z") && count > 0
    }
}

extension ProcessPool {
    /// Sends `line` and returns the words of the reply.
    func ask(_ line: String) async throws(ProcessPoolError) -> [String] {
        let reply = try await exchange(Array(line.utf8)) { _ in true }
        return String(decoding: reply, as: UTF8.self).split(separator: " ").map { String($0) }
    }

    /// The error `line` gets instead of a reply.
    func error(_ line: String = "hello") async -> ProcessPoolError? {
        do throws(ProcessPoolError) {
            _ = try await ask(line)
            return nil
        } catch {
            return error
        }
    }
}
