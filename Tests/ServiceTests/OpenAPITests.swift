import Foundation
import HTTPClient
import HTTPServer
import JSON
import ScoreStore
import TestSupport
import Testing
import Timing

@testable import Service

/// Holds the description of the interface against the interface.
struct OpenAPITests {
    private static let file = SharedData.root.appending(path: "openapi.yaml")

    private static func document() throws -> JSONObject {
        let text = try String(contentsOf: file, encoding: .utf8)
        return try ConfigurationDocument(
            file: "openapi.yaml", text: text, variables: VariableExpansion(variables: [:])
        ).root
    }

    /// A method and a path whose parameters have no names: one resource may call its own differently by method.
    private static func route(_ method: String, _ path: String) -> String {
        let segments = path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }
        return "\(method.uppercased()) /\(segments.joined(separator: "/"))"
    }

    @Test func `Every route of the service is described, and nothing else`() async throws {
        let document = try Self.document()
        var described: Set<String> = []
        for (path, item) in document["paths"]?.object?.members ?? [] {
            for method in ["get", "put", "post", "delete", "patch"] where item[method] != nil {
                described.insert(Self.route(method, path))
            }
        }
        let configuration = ConfigurationText.make {
            $0.sinks = []
            $0.graders = []
            $0.rules = []
        }
        try await withTemporaryFolder { folder in
            let pipeline = try await Pipeline.build(
                try configuration.parse(data: folder), logger: LogCapture().logger(), clock: SystemClock())
            var router = Router()
            pipeline.routes.addPublic(to: &router)
            pipeline.routes.addAdmin(to: &router)
            #expect(Set(router.routes.map { Self.route($0.method, $0.pattern) }) == described)
            pipeline.transport.shutdown()
            await pipeline.database?.close()
        }
    }

    @Test func `Every code of a problem is described`() throws {
        let codes = try Self.document()["components"]?["schemas"]?["ProblemCode"]?["enum"]?.array ?? []
        #expect(Set(codes.compactMap(\.string)) == Set(Problem.Code.allCases.map(\.rawValue)))
    }

    @Test func `The service hands out the file as it is`() async throws {
        let file = try Data(contentsOf: Self.file)
        try await withService { client in
            let answer = try await client.get("/openapi.yaml")
            #expect(answer.response.body == Array(file))
            #expect(answer["Content-Type"] == "application/yaml")
        }
    }

    /// The validator, where somebody has installed it: `pip install openapi-spec-validator`.
    private static let validator: String? = {
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return ([root(".venv/bin")] + paths).map { $0 + "/openapi-spec-validator" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    private static func root(_ path: String) -> String { SharedData.root.appending(path: path).path }

    @Test(.enabled(if: validator != nil, "openapi-spec-validator is not installed; scripts/setup.sh --test does it"))
    func `The description is valid OpenAPI`() async throws {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.validator))
        process.arguments = [Self.file.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(status == 0, "\(text)")
    }
}
