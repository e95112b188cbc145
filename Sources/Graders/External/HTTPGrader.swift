import Cryptography
import Evaluation
import HTTPClient
import JSON
import Timing

/// Judges by a service of one's own, asked with signed POST requests.
///
/// One attempt for one question: what may pass by itself is left to the job's own retries. Redirects are not followed.
struct HTTPGrader: Grader {
    private let target: RequestTarget
    private let url: String
    private let headers: [(name: String, value: String)]
    private let signer: ExternalResources.Signer?
    private let timeout: Duration
    private let maximumReplyBytes: Int
    private let limiter: ConcurrencyLimiter
    private let contract: ExternalContract
    private let transport: any HTTPTransport
    private let clock: any TimeSource

    let waits = true
    var scale: Scale { contract.scale }
    var requiredFields: [Sample.Field] { contract.requiredFields }

    init(_ reader: inout JSONReader, name: String, resources: ExternalResources) throws(JSONReadError) {
        (url, target) = try Self.url(&reader)
        headers = try HTTPGraderHeaders.read(&reader)
        signer = try Self.signer(&reader, target, resources)
        timeout = try reader.timeLimit("timeout", default: .seconds(30))
        maximumReplyBytes = try reader.sizeLimit("max_reply_bytes", default: 1 << 20)
        limiter = ConcurrencyLimiter(limit: Int(try reader.integer("max_concurrency", in: 1...1_024) ?? 16))
        contract = try ExternalContract(&reader, name: name)
        transport = resources.transport
        clock = resources.clock
    }

    private static func url(_ reader: inout JSONReader) throws(JSONReadError) -> (String, RequestTarget) {
        let url = try reader.requiredString("url")
        let authority = url.split(separator: "/").dropFirst().first ?? ""
        guard !authority.contains("@") else {
            throw reader.error("url", "errors and logs show it, so no user and password belong in it; use `headers`")
        }
        let target: RequestTarget
        do throws(TransferError) {
            target = try RequestTarget(url)
        } catch {
            throw reader.error("url", error.message)
        }
        guard hasPossiblePort(target) else { throw reader.error("url", "a port is a number from 1 to 65535") }
        return (url, target)
    }

    private static func hasPossiblePort(_ target: RequestTarget) -> Bool {
        // In an IPv6 address the colons before the bracket separate no port.
        let afterHost = target.authority.lastIndex(of: "]").map { target.authority[$0...] } ?? target.authority[...]
        guard let colon = afterHost.lastIndex(of: ":") else { return true }
        let digits = afterHost[afterHost.index(after: colon)...]
        let isNumber = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber && (1...65_535).contains(Int(digits) ?? 0)
    }

    private static func signer(
        _ reader: inout JSONReader, _ target: RequestTarget, _ resources: ExternalResources
    ) throws(JSONReadError) -> ExternalResources.Signer? {
        guard let value = reader.value("secret") else {
            guard target.isLoopback else {
                throw reader.error("secret", "`secret` is missing: requests that leave this machine must be signed")
            }
            return nil
        }
        guard let text = value.string else { throw reader.error("secret", "expected a text") }
        do throws(ExternalResources.SecretError) {
            return try resources.signer(Secret(text))
        } catch {
            throw reader.error("secret", error.message)
        }
    }

    func grade(_ sample: Sample) async -> GradeOutcome {
        do throws(GradeFailure) {
            let request = try contract.request(sample)
            guard await limiter.enter() else {
                throw GradeFailure(code: .unavailable, message: "the request to \(target.authority) was cancelled")
            }
            defer { limiter.leave() }
            return contract.outcome(of: try await send(request), to: request.id)
        } catch {
            return .failed(error)
        }
    }

    private func send(_ request: ExternalContract.Request) async throws(GradeFailure) -> [UInt8] {
        var fields: [(name: String, value: String)] = [
            ("Content-Type", "application/json"), ("Accept", "application/json"),
        ]
        if let signer { fields += signer(request.body, request.id, clock.now()) }
        let sent = ClientRequest(
            method: "POST", url: url, headers: fields + headers, body: request.body, timeout: timeout,
            maximumResponseBytes: maximumReplyBytes)
        let response: ClientResponse
        do throws(TransferError) {
            response = try await transport.execute(sent)
        } catch {
            throw HTTPGraderFailure.failure(of: error)
        }
        guard response.status == 200 else {
            throw HTTPGraderFailure.failure(of: response, from: target.authority, now: clock.now())
        }
        return response.body
    }
}

extension HTTPGrader {
    static func kind(_ resources: ExternalResources?) -> GraderKind {
        GraderKind(
            name: "http",
            aliases: ["webhook", "remote", "endpoint"],
            family: .external,
            summary: "What a service of yours says, asked with a signed POST.",
            formula:
                "The `value` of the answer with status 200, as declared by `output`. Any other answer is a failure,"
                + " never a number; one that may pass (408, 425, 429, 5xx, no connection, time-out) is asked again with the"
                + " job. docs/external-graders.md has the protocol.",
            parameters: [
                .init("url", type: "string", "Where to POST: http or https. Redirects are not followed."),
                .init(
                    "secret", type: "string",
                    "Signs each request as Standard Webhooks does (whsec_ and base64). Needed unless the URL's host is a"
                        + " loopback address; never shown by `gradehook check`."),
                .init(
                    "headers", type: "object of strings",
                    "Further header fields, e.g. for a gateway; never shown by `gradehook check`. Those of the signature, of"
                        + " the body and of the connection are the service's own."),
                .init("timeout", type: "duration", default: "30s", "The time for the whole exchange."),
                .init(
                    "max_concurrency", type: "whole number", default: "16",
                    "The most requests at one time; others wait."),
                .init("max_reply_bytes", type: "size", default: "1MiB", "The longest answer."),
            ] + ExternalContract.parameterDocumentation,
            examples: [
                .init(
                    parameters: ["url": "http://127.0.0.1:9000/grade", "output": ["type": "boolean"]],
                    trace: ["id": "t", "output": "Gladly! Your parcel arrives tomorrow."], value: .boolean(true))
            ],
            make: { reader, context throws(JSONReadError) in
                guard let resources else { throw ExternalCatalogue.unavailable(reader) }
                return .grader(try HTTPGrader(&reader, name: context.graderName, resources: resources))
            })
    }
}
