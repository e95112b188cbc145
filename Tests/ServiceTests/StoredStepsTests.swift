import Evaluation
import FoundationEssentials
import JSON
import Service
import Synchronization
import TestSupport
import Testing

/// Evaluation steps that a model writes, in a service that runs. The cache of replies is off.
struct StoredStepsTests {
    private static let lively = "{name: lively, kind: g_eval, model: remote, criteria: It is lively., weighting: none}"
    private static let judged = ConfigurationText.make {
        $0.models = [ConfigurationText.judgeModel]
        $0.graders = [lively]
        $0.rules = ["{name: everything, graders: [lively]}"]
    }

    /// A model that writes other steps each time it is asked for some; the first time it fails when told to.
    private static func writer(failingFirst: Bool = false) -> FakeModelServer {
        let count = Atomic(0)
        return FakeModelServer { call in
            guard isWriting(call) else { return .verdict(7) }
            let number = count.wrappingAdd(1, ordering: .relaxed).newValue
            if failingFirst, number == 1 { return .text(#"{"items": []}"#) }
            return .text(#"{"items": ["Steps of call \#(number)."]}"#)
        }
    }

    private static func isWriting(_ call: FakeModelServer.Call) -> Bool {
        call.body["response_format"]?["json_schema"]?["name"] == "items"
    }

    private static func written(_ id: String, _ client: ServiceClient) async throws {
        #expect(try await client.deliver(event(id)).status == 202)
        #expect(try await client.fate(id)["state"] == "written")
    }

    /// Runs `body` with a model that writes steps, the variables of a configuration that asks it, and a folder.
    private static func withWriter(
        _ model: FakeModelServer = writer(), _ body: (FakeModelServer, [String: String], String) async throws -> Void
    ) async throws {
        try await withModelServer(model) { url in
            try await withTemporaryFolder { folder in
                try await body(model, ["JUDGE_URL": url, "DATA": folder], folder)
            }
        }
    }

    @Test func `Steps hold over a restart, and scores before and after it can be told to be by the same`() async throws
    {
        try await Self.withWriter { model, variables, _ in
            var details: [JSONValue?] = []
            var all: [JSONObject] = []
            for number in 1...2 {
                try await withService(Self.judged, variables: variables) { client in
                    let before = try await client.get("/v1/graders").json["graders"]?.array?.first?["details"]
                    #expect(before?["steps"] == (number == 1 ? .null : ["Steps of call 1."]))
                    try await Self.written("evt-\(number)", client)
                    details.append(try await client.get("/v1/graders").json["graders"]?.array?.first?["details"])
                    all = try await client.scores()
                }
            }
            #expect(model.calls.count { Self.isWriting($0) } == 1)
            #expect(details[0] == details[1])
            #expect(details[0]?["stepsModel"] == "fake-1")
            #expect(all.count == 2)
            for score in all {
                #expect(score["metadata"]?["steps"] == ["Steps of call 1."])
                #expect(score["metadata"]?["stepsHash"] == details[0]?["stepsHash"])
            }
            #expect(Set(all.compactMap { $0["metadata"]?["promptTokens"]?.integer }) == [20, 10])
        }
    }

    @Test func `Many events at once have the steps written once, and the judge is charged for it`() async throws {
        try await Self.withWriter { model, variables, _ in
            var text = Self.judged
            text.graders = [
                "{name: lively, kind: g_eval, model: remote, criteria: c, weighting: none, budget: {daily_calls: 1000}}"
            ]
            try await withService(text, variables: variables) { client in
                let ids = (0..<64).map { "evt-\($0)" }
                let events = "[" + ids.map { event($0) }.joined(separator: ",") + "]"
                #expect(try await client.deliver(events).status == 202)
                for id in ids { #expect(try await client.fate(id)["state"] == "written") }
                #expect(model.calls.count { Self.isWriting($0) } == 1)
                #expect(model.calls.count == 65)
                let lines = Set(try await client.get("/metrics").text.split(separator: "\n").map(String.init))
                #expect(lines.contains(#"gradehook_judge_calls_total{model="remote",outcome="ok"} 65"#))
                #expect(
                    lines.contains(
                        #"gradehook_judge_budget_spent{grader="lively",unit="calls",window="day"} 65"#))
            }
        }
    }

    @Test func `Steps that could not be written fail the grade, and the next grade tries again`() async throws {
        try await Self.withWriter(Self.writer(failingFirst: true)) { model, variables, _ in
            try await withService(Self.judged, variables: variables) { client in
                let failed = try await client.post("/v1/grade", event("evt-1")).json["results"]?.array?.first
                #expect(failed?["failure"]?["code"] == "schema_violation", "\(failed ?? .null)")
                try await Self.written("evt-2", client)
                #expect(try await client.scores().map { $0["metadata"]?["steps"] } == [["Steps of call 2."]])
                #expect(model.calls.count { Self.isWriting($0) } == 2)
            }
        }
    }

    @Test func `A file that is damaged is a warning with the cure, and no failed grade`() async throws {
        try await Self.withWriter { model, variables, folder in
            let path = folder + "/steps.sqlite"
            try Data(String(repeating: "not a database\n", count: 1_000).utf8).write(to: URL(filePath: path))
            try await withService(Self.judged, variables: variables) { client in
                for id in ["evt-1", "evt-2"] { try await Self.written(id, client) }
                #expect(client.log.text.contains("evaluation steps are not kept on disk"))
                #expect(client.log.text.contains("\(path)`: it is damaged or no SQLite database; delete it"))
            }
            #expect(model.calls.count { Self.isWriting($0) } == 1, "the memory still works")
            let graders = try await ConfiguredGraders(Self.judged.parse(variables))
            #expect(
                graders.text
                    == "lively: g_eval\n  criteria: It is lively.\n  steps: not known: the file in data_dir cannot be read\n"
            )
            #expect(graders.warnings.count == 1)
            #expect(graders.warnings.first?.contains(path) == true)
        }
    }

    @Test func `The command shows what the service has kept, while it runs and after`() async throws {
        try await Self.withWriter { model, variables, _ in
            let configuration = try Self.judged.parse(variables)
            let before = try await ConfiguredGraders(configuration).text
            #expect(
                before
                    == "lively: g_eval\n  criteria: It is lively.\n  steps: not written yet: the first grade of the service writes them\n"
            )
            var shown: [String] = []
            try await withService(Self.judged, variables: variables) { client in
                try await Self.written("evt-1", client)
                shown.append(try await ConfiguredGraders(configuration).text)
                let details = try await client.get("/v1/graders").json["graders"]?.array?.first?["details"]
                #expect(
                    shown[0].contains(
                        "written by fake-1 at \(details?["stepsWrittenAt"]?.string ?? "?"), hash \(details?["stepsHash"]?.string ?? "?"):"
                    ))
            }
            shown.append(try await ConfiguredGraders(configuration).text)
            #expect(shown[0] == shown[1])
            #expect(shown[0].hasSuffix("\n    1. Steps of call 1.\n"))
            #expect(model.calls.count == 2, "the command asks no model")
        }
    }

    @Test func `Each judge says for itself whether its steps are known`() async throws {
        try await Self.withWriter { _, variables, folder in
            let judges = ["lively", "calm", "late"].map {
                "{name: \($0), kind: g_eval, model: remote, criteria: It is \($0)., weighting: none}"
            }
            var text = Self.judged
            text.graders = Array(judges.prefix(2))
            text.rules = ["{name: everything, graders: [lively, calm]}"]
            try await withService(text, variables: variables) { client in try await Self.written("evt-1", client) }
            try Self.spoil(folder + "/steps.sqlite")
            text.graders = judges
            text.rules = ["{name: everything, graders: [lively, calm, late]}"]
            let graders = try await ConfiguredGraders(text.parse(variables))
            #expect(graders.warnings.count == 1)
            #expect(graders.text.contains("1. Steps of call 2."))
            #expect(!graders.text.contains("not known"))
            let lines = graders.text.split(separator: "\n")
            let unwritten = "steps: not written yet: the first grade of the service writes them"
            #expect(lines.count { $0.hasSuffix(unwritten) } == 2)
        }
    }

    /// Makes the first list of steps no list, and not a byte longer.
    private static func spoil(_ path: String) throws {
        let file = URL(filePath: path)
        var bytes = Array(try Data(contentsOf: file))
        let range = try #require(bytes.firstRange(of: Array(#"["Steps of call 1."]"#.utf8)))
        bytes.replaceSubrange(range, with: Array(#"["Steps of call 1.","#.utf8))
        try Data(bytes).write(to: file)
    }

    @Test func `Nothing that a terminal would obey is printed of the name of the model that wrote`() async throws {
        let model = FakeModelServer { call in
            guard Self.isWriting(call) else { return .verdict(7) }
            return .json([
                "model": "fake\u{1B}]0;x\u{7}-\u{202E}1\u{2069}",
                "choices": [
                    [
                        "index": 0, "finish_reason": "stop",
                        "message": ["role": "assistant", "content": #"{"items": ["Look."]}"#],
                    ]
                ],
                "usage": ["prompt_tokens": 10, "completion_tokens": 5],
            ])
        }
        try await Self.withWriter(model) { _, variables, _ in
            try await withService(Self.judged, variables: variables) { client in try await Self.written("evt-1", client)
            }
            let text = try await ConfiguredGraders(Self.judged.parse(variables)).text
            #expect(text.contains("steps, written by fake ]0;x - 1 at "))
        }
    }

    @Test func `Grading offline goes by the steps that the service has kept`() async throws {
        try await Self.withWriter { model, variables, _ in
            try await withService(Self.judged, variables: variables) { client in try await Self.written("evt-1", client)
            }
            let session = try await OfflineSession(Self.judged.parse(variables)) { Issue.record("\($0)") }
            let rows = try await session.grade(Array(event("evt-2").utf8), graders: nil)
            await session.close()
            #expect(rows.first?.score?.metadata["steps"] == ["Steps of call 1."])
            #expect(model.calls.count { Self.isWriting($0) } == 1)
        }
    }
}
