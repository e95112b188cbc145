import Glibc

/// How a process ended.
enum ExitStatus: Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// Somebody else has waited for it.
    case unknown

    /// Reads what `waitpid` reports: the signal in the low seven bits, else the status in the next byte (wait(2)).
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7F
        self = signal == 0 ? .exited(waitStatus >> 8 & 0xFF) : .signalled(signal)
    }

    /// How it ended, as a verb with what follows.
    var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let signal): "was ended by signal \(signal)"
        case .unknown: "ended"
        }
    }
}
