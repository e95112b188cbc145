import JSON
package import Logging
package import Timing

/// Writes one line to standard error for each log entry, plain for people or JSON for machines.
///
/// A message is fixed text, its facts are metadata. Line breaks inside either are escaped, so that nothing a sender
/// wrote can forge a line.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: LoggingConfiguration.Format
    private let clock: any TimeSource
    private let write: @Sendable ([UInt8]) -> Void

    /// Creates a handler; `write` gets whole lines, in one call each.
    package init(
        label: String, format: LoggingConfiguration.Format, level: Logger.Level, clock: any TimeSource,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.label = label
        self.format = format
        logLevel = level
        self.clock = clock
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }
            .sorted { $0.key < $1.key }
            .map { ($0.key, "\($0.value)") }
        var line: [UInt8]
        switch format {
        case .json: line = jsonLine(event.level, "\(event.message)", facts)
        case .plain: line = plainLine(event.level, "\(event.message)", facts)
        }
        line.append(0x0A)
        write(line)
    }

    private func jsonLine(_ level: Logger.Level, _ message: String, _ facts: [(String, String)]) -> [UInt8] {
        var object: JSONObject = [
            "ts": .string(clock.now().rfc3339), "level": .string(level.rawValue), "msg": .string(message),
            "logger": .string(label),
        ]
        // A fact must not pass for what the line says of itself.
        for (key, value) in facts { object[object[key] == nil ? key : key + "_"] = .string(value) }
        return JSONValue.object(object).serialized()
    }

    private func plainLine(_ level: Logger.Level, _ message: String, _ facts: [(String, String)]) -> [UInt8] {
        let words = facts.map { key, value in "\(Self.quoted(key))=\(Self.quoted(value))" }
        let head = "\(clock.now().rfc3339) \(level.rawValue.uppercased()) \(Self.escaped(message))"
        return Array(([head] + words).joined(separator: " ").utf8)
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D && $0 < 0x7F }
        return isPlain ? value : JSONValue.string(value).text
    }

    private static func escaped(_ message: String) -> String {
        message.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? message : JSONValue.string(message).text
    }
}
