import Foundation
import JSON
import TestSupport
import Testing

@Suite struct GradeCommandTests {
    static let configuration = """
        graders:
          - {name: exact, kind: exact_match}
          - {name: similarity, kind: levenshtein}
        rules:
          - {name: everything, graders: [exact, similarity]}

        """

    /// A trace on one line.
    static func trace(_ id: String, _ output: String = "Paris") -> String {
        #"{"id": "\#(id)", "output": "\#(output)", "expectedOutput": "Paris"}"#
    }

    @Test func `The table has a row for each score`() async throws {
        try await withFolder(["gradehook.yaml": Self.configuration, "t.json": Self.trace("t1")]) { folder in
            let result = try await CommandRun.end(["grade", "t.json"], in: folder)
            let rows = result.output.split(separator: "\n").map {
                $0.split(separator: " ", omittingEmptySubsequences: true)
            }
            #expect(result.status == 0)
            #expect(
                rows.map { $0.prefix(3) } == [
                    ["TRACE", "SCORE", "VALUE"], ["t1", "exact", "true"], ["t1", "similarity", "1.0"],
                ], "\(result)")
        }
    }

    @Test func `ndjson has a line for each score, those of one grader when it is asked for`() async throws {
        let input = Self.trace("t1") + "\n\n" + Self.trace("t2", "Rome") + "\n"
        try await withFolder(["gradehook.yaml": Self.configuration]) { folder in
            let result = try await CommandRun.end(
                ["grade", "--format", "ndjson", "--grader", "exact"], in: folder, input: input)
            #expect(result.status == 0)
            let rows = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            #expect(rows.map { $0["traceId"] } == ["t1", "t2"], "\(result)")
            #expect(rows.map { $0["name"] } == ["exact", "exact"])
            #expect(rows.map { $0["value"] } == [true, false])
        }
    }

    @Test func `Results keep the order of the file, however long each takes`() async throws {
        // The first trace takes longest: its program waits for the last one to have been asked for.
        let program = #"""
            while read -r line; do
              id=$(printf '%s' "$line" | sed 's/.*"id" *: *"\([^"]*\)".*/\1/')
              case "$line" in
                *'"traceId":"t0"'*) while [ ! -e last ]; do sleep 0.01; done ;;
                *'"traceId":"t7"'*) : > last ;;
              esac
              printf '{"id":"%s","value":1}\n' "$id"
            done
            """#
        let configuration = """
            graders: [{name: g, kind: command, command: [sh, program.sh], processes: 8}]
            rules: [{name: r, graders: [g]}]

            """
        let input = (0..<8).map { Self.trace("t\($0)") }.joined(separator: "\n")
        try await withFolder(["gradehook.yaml": configuration, "program.sh": program]) { folder in
            let result = try await CommandRun.end(
                ["grade", "--format", "ndjson", "--concurrency", "8"], in: folder, input: input)
            #expect(result.status == 0, "\(result)")
            let ids = try result.output.split(separator: "\n").map { try JSONValue(parsing: String($0))["traceId"] }
            #expect(ids == (0..<8).map { .string("t\($0)") }, "\(result)")
        }
    }

    @Test func `A line that is no trace is named by number and ends it with 65, the others being graded`() async throws
    {
        let input = Self.trace("t1") + "\nnonsense\n" + Self.trace("t3")
        try await withFolder(["gradehook.yaml": Self.configuration, "t.ndjson": input]) { folder in
            let result = try await CommandRun.end(["grade", "t.ndjson", "--format", "ndjson"], in: folder)
            #expect(result.status == 65)
            #expect(result.errors.hasPrefix("t.ndjson:2: "), "\(result)")
            #expect(result.output.split(separator: "\n").count == 4)
        }
    }

    @Test(arguments: ["", "\n \n", "[]"]) func `A file without a trace ends it with 65`(_ text: String) async throws {
        try await withFolder(["gradehook.yaml": Self.configuration, "t.json": text]) { folder in
            let result = try await CommandRun.end(["grade", "t.json"], in: folder)
            #expect(result.status == 65)
            #expect(result.errors == "no trace in t.json\n")
            let piped = try await CommandRun.end(["grade"], in: folder, input: text)
            #expect(piped.status == 65)
            #expect(piped.errors == "no trace in standard input\n")
        }
    }

    @Test func `A grader that cannot judge for now ends it with 75, and has no value`() async throws {
        let configuration = """
            graders: [{name: g, kind: command, command: [/bin/false]}]
            rules: [{name: r, graders: [g]}]

            """
        try await withFolder(["gradehook.yaml": configuration]) { folder in
            let result = try await CommandRun.end(["grade", "--format", "ndjson"], in: folder, input: Self.trace("t1"))
            #expect(result.status == 75, "\(result)")
            let row = try JSONValue(parsing: result.output)
            #expect(row["failure"]?["code"] == "unavailable")
            #expect(row["value"] == nil)
        }
    }

    @Test func `A grader that is not there ends it with 64 and names the nearest`() async throws {
        try await withFolder(["gradehook.yaml": Self.configuration]) { folder in
            let result = try await CommandRun.end(["grade", "--grader", "exat"], in: folder, input: Self.trace("t1"))
            #expect(result.status == 64)
            #expect(result.errors.contains("there is no grader called exat; did you mean exact?"), "\(result)")
        }
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func `A signal leaves no process of a grader behind`(_ number: Int32, _ status: Int32) async throws {
        let configuration = """
            graders: [{name: g, kind: command, command: [sh, program.sh], timeout: 10m}]
            rules: [{name: r, graders: [g]}]

            """
        let program = "read -r line\necho $$ > written\nmv written pid\nexec sleep 1000\n"
        try await withFolder(["gradehook.yaml": configuration, "program.sh": program]) { folder in
            let run = try CommandRun(["grade", "--format", "ndjson"], in: folder, input: Self.trace("t1"))
            let child = try await eventually("the program is asked") {
                try? String(contentsOf: folder.appending(path: "pid"), encoding: .utf8)
            }
            let id = try #require(Int32(child.trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(kill(id, 0) == 0)
            run.signal(number)
            let result = await run.end()
            #expect(result.status == status, "\(result)")
            #expect(kill(id, 0) == -1 && errno == ESRCH, "process \(id) is still there")
            #expect(result.output.isEmpty, "what was broken off is no result")
        }
    }
}
