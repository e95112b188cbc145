/// What to run: a program with its arguments, started without a shell.
package struct ProcessCommand: Sendable, Equatable {
    /// The program and its arguments. A program without a slash is looked for in this process's `PATH`; a relative path
    /// counts from `workingDirectory`.
    package var arguments: [String]
    /// The whole environment; nothing else is passed on.
    package var environment: [String: String]
    /// The folder it starts in; nil is this process's own.
    package var workingDirectory: String?
    /// Texts that no message may repeat; those of fewer than four bytes are not looked for.
    package var secrets: [String] = []

    /// Creates a command; `arguments` must name a program at least.
    package init(_ arguments: [String], environment: [String: String] = [:], workingDirectory: String? = nil) {
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
    }

    /// The program as messages name it.
    package var name: String { arguments.first ?? "" }
}
