import Foundation
import TestSupport
import Testing

@Suite struct ServeCommandTests {
    private func url(of run: CommandRun) async throws -> String {
        try await eventually("the service listens") {
            run.output.split(separator: "\n").last { $0.hasPrefix("listening on ") }.map { String($0.dropFirst(13)) }
        }
    }

    @Test(arguments: [SIGTERM, SIGINT]) func `A signal drains the service, which ends with 0`(
        _ number: Int32
    ) async throws {
        try await withFolder { folder in
            let run = try CommandRun(["serve", "--print-port"], in: folder, environment: ["GRADEHOOK_PORT": "0"])
            let url = try await url(of: run)
            #expect(url.wholeMatch(of: /http:\/\/127\.0\.0\.1:[1-9][0-9]*/) != nil, "\(url)")
            run.signal(number)
            let result = await run.end()
            #expect(result.status == 0, "\(result)")
            #expect(result.errors.contains("stopped; nothing was left undone"), "\(result)")
        }
    }

    @Test func `A secret made for the run is told to the terminal and kept out of the log`() async throws {
        try await withFolder { folder in
            let run = try CommandRun(["serve", "--print-port"], in: folder, environment: ["GRADEHOOK_PORT": "0"])
            _ = try await url(of: run)
            run.signal(SIGTERM)
            let result = await run.end()
            let made = try #require(
                result.output.firstMatch(of: /GRADEHOOK_SECRET=(whsec_\S{32})/)?.output.1, "\(result)")
            #expect(!result.errors.isEmpty)
            #expect(!result.errors.contains(made.dropFirst(6)))
        }
    }

    @Test func `A secret that is set is told to nobody`() async throws {
        let secret = "whsec_c2VjcmV0IG9mIGEgc2NoZW1l"
        try await withFolder { folder in
            let run = try CommandRun(
                ["serve", "--print-port"], in: folder,
                environment: ["GRADEHOOK_PORT": "0", "GRADEHOOK_SECRET": secret])
            _ = try await url(of: run)
            run.signal(SIGTERM)
            let result = await run.end()
            #expect(result.status == 0)
            #expect(!(result.output + result.errors).contains(secret.dropFirst(6)), "\(result)")
        }
    }

    @Test func `SIGHUP reads the configuration again, and a broken one changes nothing`() async throws {
        let start = "server: {listen: \"127.0.0.1:0\"}\ngraders: [{name: a, kind: exact_match}"
        try await withFolder(["g.yaml": start + "]\n"]) { folder in
            let file = folder.appending(path: "g.yaml")
            let run = try CommandRun(["serve", "--config", "g.yaml", "--print-port"], in: folder)
            _ = try await url(of: run)
            try Data((start + ", {name: b, kind: length, max: 3}]\n").utf8).write(to: file)
            run.signal(SIGHUP)
            try await eventually("the reload") { run.errors.contains("configuration reloaded") }
            #expect(run.errors.contains("graders=2"), "\(run.errors)")
            try Data((start + ", {name: c, kind: lenth}]\n").utf8).write(to: file)
            run.signal(SIGHUP)
            try await eventually("the refusal") { run.errors.contains("the configuration was not reloaded") }
            #expect(run.errors.contains("did you mean `length`?"), "\(run.errors)")
            run.signal(SIGTERM)
            #expect(await run.end().status == 0)
        }
    }

    @Test func `A configuration that makes no sense ends it with 78, and nothing listens`() async throws {
        try await withFolder(["g.yaml": "graders: [{name: a, kind: exact_mach}]\n"]) { folder in
            let result = try await CommandRun.end(["serve", "--config", "g.yaml", "--print-port"], in: folder)
            #expect(result.status == 78)
            #expect(result.errors.hasPrefix("g.yaml:1:"), "\(result)")
            #expect(result.output.isEmpty)
        }
    }

    @Test func `A port that is taken ends it with 70`() async throws {
        try await withFolder { folder in
            let first = try CommandRun(["serve", "--print-port"], in: folder, environment: ["GRADEHOOK_PORT": "0"])
            let port = try #require(try await url(of: first).split(separator: ":").last)
            let second = try await CommandRun.end(
                ["serve"], in: folder,
                environment: ["GRADEHOOK_PORT": String(port), "GRADEHOOK_DATA_DIR": "another"])
            #expect(second.status == 70, "\(second)")
            first.signal(SIGTERM)
            #expect(await first.end().status == 0)
        }
    }
}
