import Evaluation
import Foundation
import JSON
import TestSupport
import Testing

@testable import Service

struct MetricsTests {
    /// The lines that `send` leads to.
    private static let expected = [
        #"gradehook_http_requests_total{code="202",route="/v1/events"} 2"#,
        #"gradehook_http_requests_total{code="200",route="/v1/events"} 1"#,
        #"gradehook_http_requests_total{code="401",route="/v1/events"} 1"#,
        #"gradehook_http_requests_total{code="404",route="none"} 1"#,
        #"gradehook_http_request_duration_seconds_count{route="/v1/events"} 5"#,
        #"gradehook_events_total{outcome="accepted"} 2"#, #"gradehook_events_total{outcome="duplicate"} 1"#,
        #"gradehook_events_total{outcome="invalid"} 1"#, #"gradehook_events_total{outcome="written"} 1"#,
        #"gradehook_events_total{outcome="skipped"} 1"#,
        #"gradehook_signature_failures_total{reason="signature_missing",source="default"} 1"#,
        #"gradehook_signature_matches_total{key="0",source="default"} 4"#,
        #"gradehook_grades_total{grader="concise",outcome="graded"} 1"#,
        #"gradehook_grades_total{grader="concise",outcome="skipped"} 1"#,
        #"gradehook_score_writes_total{outcome="written",sink="sqlite"} 1"#,
        #"gradehook_queue_depth{state="waiting"} 0"#, "gradehook_queue_capacity 100000",
        "gradehook_queue_wait_seconds_count 2", "gradehook_end_to_end_seconds_count 2",
        "gradehook_dead_letters_kept 0", "gradehook_dead_letters_total 0",
        "gradehook_metrics_conflicts_total 0",
        #"gradehook_fates_dropped_total{reason="backlog"} 0"#,
        #"gradehook_fates_dropped_total{reason="storage"} 0"#, "gradehook_dead_letters_dropped_total 0",
    ]

    /// Deliveries that are taken, repeated, refused, and a path that is none.
    private static func send(_ client: ServiceClient) async throws {
        #expect(try await client.deliver(event("evt-1"), id: "d-1").status == 202)
        #expect(try await client.deliver(event("evt-1"), id: "d-1").status == 200)
        #expect(try await client.deliver(event("evt-2", ["output": nil])).status == 202)
        #expect(try await client.deliver("{}").status == 422)
        #expect(try await client.post("/v1/events", event("evt-3")).status == 401)
        #expect(try await client.get("/nowhere/1").status == 404)
        for id in ["evt-1", "evt-2"] { _ = try await client.fate(id) }
    }

    @Test func `After a run the metrics say what happened`() async throws {
        try await withService { client in
            try await Self.send(client)
            // The counters of a request are raised just after its answer.
            try await eventually("every count", within: .seconds(5)) {
                let lines = try await client.get("/metrics").text.split(separator: "\n").map(String.init)
                return Self.expected.allSatisfy(lines.contains)
            }
            let text = try await client.get("/metrics").text
            let lines = Set(text.split(separator: "\n").map(String.init))
            for line in Self.expected { #expect(lines.contains(line), "\(line)") }
            #expect(text.contains(#"gradehook_build_info{"#))
            #expect(!text.contains("trace-evt-1"), "labels are closed sets")
        }
    }

    @Test func `Every metric of the catalogue is in its page of the documentation`() throws {
        let page = try String(contentsOf: SharedData.root.appending(path: "docs/metrics.md"), encoding: .utf8)
        for entry in MetricCatalogue.entries { #expect(page.contains("`\(entry.name)`"), "\(entry.name)") }
    }

    @Test func `The format of the metrics is the one asked for`() async throws {
        try await withService { client in
            let plain = try await client.get("/metrics")
            #expect(plain["Content-Type"]?.hasPrefix("text/plain; version=0.0.4") == true)
            let open = try await client.get("/metrics", [("Accept", "application/openmetrics-text; version=1.0.0")])
            #expect(open["Content-Type"]?.hasPrefix("application/openmetrics-text") == true)
            #expect(open.text.hasSuffix("# EOF\n"))
        }
    }

    @Test func `Every family of the metrics is described`() async throws {
        try await withService { client in
            #expect(try await client.deliver(event("evt-1")).status == 202)
            _ = try await client.fate("evt-1")
            let lines = try await client.get("/metrics").text.split(separator: "\n")
            let typed = Set(lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] })
            let helped = Set(lines.filter { $0.hasPrefix("# HELP ") }.map { $0.split(separator: " ")[2] })
            #expect(typed.isSubset(of: helped), "\(typed.subtracting(helped))")
            #expect(typed.contains("gradehook_events_total"))
        }
    }

    @Test func `What is lost where nobody looks is counted`() async throws {
        let narrow = ConfigurationText.make {
            $0.models = [ConfigurationText.judgeModel]
            $0.graders = [ConfigurationText.judge]
            $0.rules = ["{name: everything, graders: [judge]}"]
            $0.queue = "max_attempts: 1, dead_letters: 1"
        }
        try await withJudge([.error(503)]) { _, variables in
            try await withService(narrow, variables: variables) { client in
                for id in ["1", "2", "3"] {
                    #expect(try await client.deliver(event(id)).status == 202)
                    _ = try await client.fate(id, in: [.dead])
                }
                let text = try await client.get("/metrics").text
                #expect(text.contains("\ngradehook_dead_letters_total 3\n"))
                #expect(text.contains("\ngradehook_dead_letters_dropped_total 2\n"))
            }
        }
    }
}
