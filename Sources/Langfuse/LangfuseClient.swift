import Cryptography
import HTTPClient
import JSON
import Timing

/// Sends requests to Langfuse's public API and turns what goes wrong into `LangfuseError`.
struct LangfuseClient: Sendable {
    let configuration: LangfuseConfiguration
    let time: any TimeSource
    private let transport: any HTTPTransport
    private let authorization: Secret

    init(configuration: LangfuseConfiguration, transport: any HTTPTransport, time: any TimeSource) {
        self.configuration = configuration
        self.transport = transport
        self.time = time
        let credential = Array(configuration.publicKey.utf8) + [0x3A] + configuration.secretKey.bytes
        authorization = Secret("Basic " + Base64.encode(credential))
    }

    /// Sends a request and returns the answer, whatever its status.
    ///
    /// `path` is the route below `/api/public`, percent-encoded, e.g. `/health`.
    func send(
        _ method: String, _ path: String, query: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        maximumResponseBytes: Int = 8 << 20
    ) async throws(LangfuseError) -> ClientResponse {
        var headers = [
            ("Authorization", authorization.text), ("Accept", "application/json"), ("User-Agent", "gradehook"),
        ]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let request = ClientRequest(
            method: method, url: url(path, query), headers: headers.map { (name: $0.0, value: $0.1) }, body: body,
            timeout: configuration.timeout, maximumResponseBytes: maximumResponseBytes)
        do throws(TransferError) {
            return try await transport.execute(request)
        } catch {
            throw failure(of: error, "\(method) \(path)")
        }
    }

    /// Sends a `GET` and returns the JSON it answers with.
    ///
    /// - Throws: `LangfuseError` for any status but 200.
    func get(
        _ path: String, query: [(name: String, value: String)] = [], maximumResponseBytes: Int = 8 << 20
    ) async throws(LangfuseError) -> JSONValue {
        let response = try await send("GET", path, query: query, maximumResponseBytes: maximumResponseBytes)
        guard response.status == 200 else { throw failure(of: response, "GET \(path)") }
        do throws(JSONParseError) {
            return try JSONValue(parsing: response.body)
        } catch {
            throw malformed("GET \(path)", "the answer is not JSON")
        }
    }

    /// The error for an answer that is not what Langfuse would say.
    func malformed(_ action: String, _ problem: String) -> LangfuseError {
        LangfuseError(
            code: .malformed,
            message:
                "Langfuse at \(configuration.host): \(action): \(problem); check that langfuse.base_url is a Langfuse server"
        )
    }

    private func url(_ path: String, _ query: [(name: String, value: String)]) -> String {
        let arguments = query.map { "\(Self.percentEncoded($0.name))=\(Self.percentEncoded($0.value))" }
        return configuration.baseURL + "/api/public" + path
            + (arguments.isEmpty ? "" : "?" + arguments.joined(separator: "&"))
    }

    /// Returns `text` with everything but unreserved characters percent-encoded (RFC 3986, 2.3).
    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
