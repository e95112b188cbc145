import JSON

/// The `logging` section.
package struct LoggingConfiguration: Sendable {
    /// How a line looks.
    package enum Format: String, Sendable, CaseIterable { case plain, json }
    /// From which level on lines are written.
    package enum Level: String, Sendable, CaseIterable { case trace, debug, info, notice, warning, error, critical }

    /// How a line looks.
    package var format = Format.plain
    /// From which level on lines are written.
    package var level = Level.info

    static func read(_ source: JSONReader?) throws(JSONReadError) -> LoggingConfiguration {
        var section = LoggingConfiguration()
        guard var reader = source else { return section }
        section.format = try reader.choice("format", default: section.format)
        section.level = try reader.choice("level", default: section.level)
        try reader.finish()
        return section
    }
}
