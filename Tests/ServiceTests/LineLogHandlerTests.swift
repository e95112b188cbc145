import JSON
import Logging
import Service
import Testing

struct LineLogHandlerTests {
    private static let time = "2026-11-21T09:00:00.000Z"

    private static func lines(_ format: LoggingConfiguration.Format, _ body: (Logger) -> Void) -> [String] {
        let capture = LogCapture()
        body(capture.logger(format))
        return capture.lines
    }

    @Test func `A plain line has time, level, message and the facts in the order of their names`() {
        let lines = Self.lines(.plain) { logger in
            logger.info(
                "listening", metadata: ["workers": "16", "address": "127.0.0.1:8080", "note": "two words", "none": ""])
        }
        #expect(lines == [#"\#(Self.time) INFO listening address=127.0.0.1:8080 none="" note="two words" workers=16"#])
    }

    @Test func `A JSON line is one object`() throws {
        let lines = Self.lines(.json) { $0.warning("away", metadata: ["error": "a \"quoted\"\nline"]) }
        #expect(lines.count == 1)
        #expect(
            try JSONValue(parsing: lines[0]) == [
                "ts": .string(Self.time), "level": "warning", "msg": "away", "logger": "test",
                "error": "a \"quoted\"\nline",
            ])
        #expect(!lines[0].contains("\n"))
    }

    @Test(arguments: [LoggingConfiguration.Format.plain, .json], ["\n", "\r\n", "\u{1b}[31m", "\u{0}"])
    func `Nothing in a message or a fact can begin a line of its own`(
        _ format: LoggingConfiguration.Format, _ evil: String
    ) {
        let forged = "x\(evil)\(Self.time) CRITICAL forged"
        let lines = Self.lines(format) {
            $0.error("\(forged)", metadata: ["fact": "\(forged)", "evil\(evil)key": "1"])
        }
        #expect(lines.count == 1)
        for scalar in lines.joined().unicodeScalars { #expect(scalar.value >= 0x20 && scalar.value != 0x7F) }
    }

    @Test func `A fact cannot pass for a member of the line`() throws {
        let lines = Self.lines(.json) { $0.error("real", metadata: ["level": "info", "msg": "forged", "ts": "never"]) }
        let line = try JSONValue(parsing: lines[0])
        #expect(line["level"] == "error")
        #expect(line["msg"] == "real")
        #expect(line["ts"] == .string(Self.time))
    }

    @Test func `Levels below the one set are not written, and metadata of the logger is`() {
        let lines = Self.lines(.plain) { logger in
            var logger = logger
            logger.logLevel = .warning
            logger[metadataKey: "part"] = "queue"
            logger.info("quiet")
            logger.warning("loud")
        }
        #expect(lines == ["\(Self.time) WARNING loud part=queue"])
    }
}
