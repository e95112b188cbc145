import ArgumentParser

/// The exit codes of `sysexits.h` that the command uses.
enum ExitStatus {
    /// More attacks of a self-test succeeded than were allowed. Not of `sysexits.h`: a test that failed.
    static let tooManySuccesses: Int32 = 1
    static let data: Int32 = 65
    static let software: Int32 = 70
    static let temporaryFailure: Int32 = 75
    static let configuration: Int32 = 78
}

/// Prints `message` to standard error and returns the error that ends the command with `status`.
func failure(_ status: Int32, _ message: String) -> ExitCode {
    StandardStreams.writeError(message + "\n")
    return ExitCode(status)
}
