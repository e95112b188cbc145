import Logging
import Service
import Synchronization
import TestSupport
import Timing

/// Keeps every line that is logged.
final class LogCapture: Sendable {
    private let kept = Mutex<[String]>([])

    /// The lines so far, without their line breaks.
    var lines: [String] { kept.withLock { $0 } }
    /// All of it as one text.
    var text: String { lines.joined(separator: "\n") }

    /// A logger that writes here, at every level.
    func logger(_ format: LoggingConfiguration.Format = .plain) -> Logger {
        Logger(label: "test") { label in
            LineLogHandler(label: label, format: format, level: .trace, clock: ManualClock()) { bytes in
                self.kept.withLock { $0.append(String(decoding: bytes.dropLast(), as: UTF8.self)) }
            }
        }
    }
}
