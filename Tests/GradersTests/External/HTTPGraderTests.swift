import Cryptography
import Evaluation
import HTTPClient
import HTTPServer
import JSON
import Synchronization
import TestSupport
import Testing
import Timing

@Suite struct HTTPGraderTests {
    private static let verdict = Array(#"{"value": 1}"#.utf8)

    private func grader(_ parameters: JSONObject, _ transport: any HTTPTransport) throws -> any Grader {
        try ExternalFixture.grader("http", parameters, ExternalFixture.resources(transport))
    }

    @Test func `The request names the question and carries the sample`() async throws {
        let transport = ScriptedTransport { _ in ClientResponse(status: 200, body: Self.verdict) }
        let parameters: JSONObject = [
            "url": "https://graders.example/grade", "secret": "whsec_abc", "headers": ["X-Team": "qa"],
            "parameters": ["language": "de"], "trace": true, "timeout": "5s", "max_reply_bytes": "64KiB",
        ]
        let grader = try grader(parameters, transport)
        let sample = Sample(
            output: "Hallo", expected: ["Hallo", "Servus"], input: nil, context: ["c"], trace: Trace(id: "trace-1"))
        for _ in 0..<2 { #expect(await grader.grade(sample) == .graded(Grade(.numeric(1)))) }
        let request = try #require(transport.requests.first)
        #expect(request.method == "POST" && request.url == "https://graders.example/grade")
        #expect(request.timeout == .seconds(5) && request.maximumResponseBytes == 65_536)
        let body = try JSONValue(parsing: try #require(request.body))
        let id = try #require(body["id"]?.string)
        #expect(id.utf8.count == 32)
        let expected: JSONValue = [
            "id": .string(id), "grader": "mine", "traceId": "trace-1", "input": nil, "output": "Hallo",
            "expected": ["Hallo", "Servus"], "context": ["c"], "parameters": ["language": "de"],
            "trace": ["id": "trace-1"],
        ]
        #expect(body == expected)
        let headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { first, _ in first }
        #expect(headers["webhook-id"] == id && headers["X-Team"] == "qa")
        #expect(headers["webhook-signature"] == "\(request.body?.count ?? 0) by whsec_abc")
        // The same question keeps its id, another one gets its own.
        #expect(transport.requests[1].body == request.body)
        _ = await grader.grade(ExternalFixture.sample("Tschüs"))
        #expect(try JSONValue(parsing: transport.requests[2].body ?? [])["id"]?.string != id)
    }

    @Test(
        arguments: [
            (301, .unavailable, false), (400, .refused, false), (401, .auth, false), (403, .auth, false),
            (404, .refused, false), (408, .timeout, true), (413, .limitExceeded, false), (425, .unavailable, true),
            (429, .rateLimited, true), (500, .unavailable, true), (503, .unavailable, true), (504, .timeout, true),
            (204, .unavailable, false),
        ] as [(Int, GradeFailure.Code, Bool)])
    func `A status other than 200 is a failure`(_ status: Int, _ code: GradeFailure.Code, _ isTransient: Bool)
        async throws
    {
        let transport = ScriptedTransport { _ in
            ClientResponse(status: status, headers: [("Retry-After", "7")], body: Self.verdict)
        }
        let given = try await grader(["url": "http://localhost:9000/x"], transport).grade(ExternalFixture.sample())
        guard case .failed(let failure) = given else { return #expect(Bool(false), "\(given)") }
        #expect(failure.code == code && failure.isTransient == isTransient)
        #expect(failure.retryAfter == (isTransient ? .seconds(7) : nil))
        #expect(failure.message.hasPrefix("localhost:9000 answered \(status)"))
    }

    @Test(
        arguments: [
            (.timeout, .timeout, true), (.connect, .unavailable, true), (.tls, .unavailable, false),
            (.responseTooLarge, .limitExceeded, false), (.shutdown, .unavailable, true),
        ] as [(TransferError.Code, GradeFailure.Code, Bool)])
    func `No answer is a failure`(_ error: TransferError.Code, _ code: GradeFailure.Code, _ isTransient: Bool)
        async throws
    {
        let transport = ScriptedTransport { _ throws(TransferError) in throw TransferError(code: error, message: "why")
        }
        let given = try await grader(["url": "http://127.0.0.1:9/"], transport).grade(ExternalFixture.sample())
        #expect(given == .failed(GradeFailure(code: code, message: "why", isTransient: isTransient)))
    }

    @Test func `A long answer and a late one are cut off by a real transport`() async throws {
        let transport = CurlTransport()
        defer { transport.shutdown() }
        let handler = ClosureHandler { request, respond in
            // Whoever asks for `late` hears nothing.
            guard request.path != "/late" else { return }
            respond(
                HTTPResponse(status: 200, body: [UInt8](repeating: UInt8(ascii: " "), count: 100_000) + Self.verdict))
        }
        try await withServer(handler: handler) { server in
            let long = try grader(["url": .string(server.baseURL + "/long"), "max_reply_bytes": 1_000], transport)
            #expect(await long.grade(ExternalFixture.sample()).failureCode == .limitExceeded)
            let late = try grader(["url": .string(server.baseURL + "/late"), "timeout": "200ms"], transport)
            #expect(await late.grade(ExternalFixture.sample()).failureCode == .timeout)
            let good = try grader(["url": .string(server.baseURL + "/long")], transport)
            #expect(await good.grade(ExternalFixture.sample()).grade?.value == .numeric(1))
        }
    }

    @Test func `No more requests than allowed are under way`() async throws {
        let most = Mutex((now: 0, most: 0))
        let transport = ScriptedTransport { _ in
            most.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            // Others that were let in would come in now.
            for _ in 0..<50 { await Task.yield() }
            most.withLock { $0.now -= 1 }
            return ClientResponse(status: 200, body: Self.verdict)
        }
        let grader = try grader(["url": "http://127.0.0.1:9/", "max_concurrency": 3], transport)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { _ = await grader.grade(ExternalFixture.sample(.string("\(number)"))) }
            }
        }
        #expect(most.withLock { $0.most } == 3 && transport.requests.count == 20)
    }

    @Test func `A request beyond its limit and one without its fields are not sent`() async throws {
        let transport = ScriptedTransport { _ in ClientResponse(status: 200, body: Self.verdict) }
        let grader = try grader(
            ["url": "http://127.0.0.1:9/", "max_request_bytes": 300, "requires": ["output", "expected"]], transport)
        let long = ExternalFixture.sample(.string(String(repeating: "x", count: 300)), expected: "y")
        #expect(await grader.grade(long).failureCode == .limitExceeded)
        #expect(await grader.grade(ExternalFixture.sample()).failureCode == .missingInput)
        #expect(grader.requiredFields == [.output, .expected])
        #expect(transport.requests.isEmpty)
    }

    @Test(
        arguments: [
            ([:], "/graders/0", "`url` is missing"), (["url": "ftp://x/"], "/graders/0/url", "http:// or https://"),
            (["url": "http://user:pass@127.0.0.1/"], "/graders/0/url", "no user and password"),
            (["url": "https://graders.example/"], "/graders/0/secret", "must be signed"),
            (["url": "http://127.0.0.1.evil.example/"], "/graders/0/secret", "must be signed"),
            (["url": "https://graders.example/", "secret": "abc"], "/graders/0/secret", "no whsec_"),
            (["url": "http://[::1]:80/", "max_concurrency": 0], "/graders/0/max_concurrency", "from 1"),
            (["url": "http://localhost/", "timeout": "5"], "/graders/0/timeout", "duration"),
            (["url": "http://localhost/", "timeout": "2h"], "/graders/0/timeout", "to 1h"),
            (["url": "http://localhost/", "max_reply_bytes": "1TB"], "/graders/0/max_reply_bytes", "a size"),
            (["url": "http://localhost/", "requires": ["gold"]], "/graders/0/requires/0", "one of output, expected"),
            (["url": "http://localhost/", "output": ["type": "categorical"]], "/graders/0/output", "`choices`"),
            (
                [
                    "url": "http://localhost/", "direction": "neutral",
                    "output": ["type": "categorical", "choices": ["a", "b"]],
                ], "/graders/0/direction", "labels"
            ),
        ] as [(JSONObject, String, String)])
    func `A wrong parameter is refused at its place`(_ parameters: JSONObject, _ pointer: String, _ message: String)
        throws
    {
        let transport = ScriptedTransport { _ in ClientResponse(status: 200) }
        let error = #expect(throws: JSONReadError.self) { try grader(parameters, transport) }
        #expect(error?.pointer == pointer && error?.message.contains(message) == true, "\(String(describing: error))")
    }

    @Test(
        arguments: [
            (["webhook-id": "1"], "webhook-id"), (["Webhook-Signature": "x"], "Webhook-Signature"),
            (["content-length": "3"], "content-length"), (["Content-Type": "text/plain"], "Content-Type"),
            (["Transfer-Encoding": "chunked"], "Transfer-Encoding"), (["Host": "example.com"], "Host"),
            (["connection": "close"], "connection"), (["X Team": "a"], "X Team"), (["X-Täam": "a"], "X-Täam"),
            (["X-Key": "hush\r\nX-Other: 1"], "X-Key"), (["a/b": "c"], "a~1b"), (["X-Key": " hush"], "X-Key"),
        ] as [(JSONObject, String)])
    func `A field that is not the operator's to set is refused at its place`(_ headers: JSONObject, _ name: String) {
        let error = #expect(throws: JSONReadError.self) {
            try grader(
                ["url": "http://localhost/", "headers": .object(headers)],
                ScriptedTransport { _ in ClientResponse(status: 200) })
        }
        #expect(error?.pointer == "/graders/0/headers/\(name)")
        #expect(error?.message.contains("hush") == false)
    }

    @Test(
        arguments: [
            ("http://localhost:65536/", false), ("http://localhost:0/", false), ("http://localhost:/", false),
            ("http://localhost:http/", false), ("http://[::1]:99999/", false), ("http://[::1]/", true),
            ("http://[::1]:9000/", true), ("http://localhost/a:b", true), ("http://127.0.0.1:65535", true),
        ])
    func `A port is possible or refused`(_ url: String, _ isPossible: Bool) {
        let error = Result { try grader(["url": .string(url)], ScriptedTransport { _ in ClientResponse(status: 200) }) }
        switch error {
        case .success: #expect(isPossible)
        case .failure(let error): #expect(!isPossible && (error as? JSONReadError)?.pointer == "/graders/0/url")
        }
    }
}
