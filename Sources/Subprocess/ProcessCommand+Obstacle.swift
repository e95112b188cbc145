import Glibc

extension ProcessCommand {
    /// What keeps a command from being started, as far as it shows before.
    package enum Obstacle: Sendable, Equatable {
        case program(String)
        case workingDirectory(String)
    }

    /// Looks for the folder and the program, as starting it would; nil when both are there.
    package func obstacle() -> Obstacle? {
        if let folder = workingDirectory {
            guard Self.kind(of: folder) == S_IFDIR else { return .workingDirectory("there is no folder `\(folder)`") }
            guard access(folder, X_OK) == 0 else {
                return .workingDirectory("the folder `\(folder)` may not be entered")
            }
        }
        guard name.contains("/") else {
            let isFound = Self.searchPath.contains { Self.isProgram($0.isEmpty ? name : "\($0)/\(name)") }
            return isFound ? nil : .program("there is no program `\(name)` in this process's PATH")
        }
        let path = name.hasPrefix("/") ? name : workingDirectory.map { "\($0)/\(name)" } ?? name
        if Self.isProgram(path) { return nil }
        return .program(
            Self.kind(of: path) == S_IFREG
                ? "the file `\(path)` may not be executed" : "there is no program `\(path)`")
    }

    /// Where a program without a slash is looked for: posix_spawnp(3).
    private static var searchPath: [String] {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/bin:/usr/bin"
        return path.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
    }

    private static func isProgram(_ path: String) -> Bool { kind(of: path) == S_IFREG && access(path, X_OK) == 0 }

    private static func kind(of path: String) -> mode_t? {
        var information = stat()
        return stat(path, &information) == 0 ? information.st_mode & S_IFMT : nil
    }
}
