import FoundationEssentials
import Glibc

/// The process's own input and outputs.
enum StandardStreams {
    /// Writes `text` to standard output.
    static func write(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

    /// Writes `text` to standard error.
    static func writeError(_ text: String) { write(Array(text.utf8), to: STDERR_FILENO) }

    /// Writes whole lines to standard error, in one system call so that lines of different threads never mix.
    @Sendable static func writeErrorLine(_ line: [UInt8]) { write(line, to: STDERR_FILENO) }

    /// Writes a warning as a line to standard error.
    @Sendable static func warn(_ message: String) { writeError("warning: \(message)\n") }

    /// Whether somebody sees the standard error come in.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Reads the file at `path`, or standard input for `-`.
    static func read(_ path: String) throws -> [UInt8] {
        if path == "-" { return readAll(STDIN_FILENO) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw failure(ExitStatus.data, "\(path): the file cannot be read; is the path right?")
        }
        return Array(data)
    }

    private static func readAll(_ descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            // Nobody reads any more; there is nowhere left to say so.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
