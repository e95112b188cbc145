import Cryptography
import Evaluation
import Foundation
import Graders
import HTTPClient
import JSON
import Subprocess
import Synchronization
import Testing
import Timing

/// Builds graders of one's own, and asks them.
enum ExternalFixture {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Puts the secret's text in front of the id where a true signer would put a signature.
    static func resources(
        _ transport: any HTTPTransport = ScriptedTransport { _ in ClientResponse(status: 500) }
    ) -> ExternalResources {
        ExternalResources(pools: ProcessPools(), transport: transport, clock: SystemClock()) {
            secret throws(ExternalResources.SecretError) in
            guard secret.text.hasPrefix("whsec_") else { throw ExternalResources.SecretError("no whsec_ in front") }
            return { body, id, _ in [("webhook-id", id), ("webhook-signature", "\(body.count) by \(secret.text)")] }
        }
    }

    static func grader(
        _ kind: String, _ parameters: JSONObject, _ resources: ExternalResources
    ) throws -> any Grader {
        let kind = try #require(ExternalCatalogue.kinds(resources).first { $0.name == kind })
        var reader = JSONReader(parameters, at: "/graders/0")
        let built = try kind.make(&reader, GraderResources(graderName: "mine"))
        try reader.finish()
        guard case .grader(let grader) = built else { throw GradeFailure(code: .internal, message: "an aggregator") }
        return grader
    }

    static func sample(_ output: JSONValue? = "yes", expected: JSONValue? = nil) -> Sample {
        Sample(output: output, expected: expected, trace: Trace(id: "trace-1"))
    }
}

/// Answers requests by a closure and keeps them.
final class ScriptedTransport: HTTPTransport {
    private let answer: @Sendable (ClientRequest) async throws(TransferError) -> ClientResponse
    private let kept = Mutex<[ClientRequest]>([])

    init(_ answer: @escaping @Sendable (ClientRequest) async throws(TransferError) -> ClientResponse) {
        self.answer = answer
    }

    var requests: [ClientRequest] { kept.withLock { $0 } }

    func execute(_ request: ClientRequest) async throws(TransferError) -> ClientResponse {
        kept.withLock { $0.append(request) }
        return try await answer(request)
    }
}
