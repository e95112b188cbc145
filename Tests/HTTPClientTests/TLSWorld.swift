import Foundation
import HTTPClient

/// Certificates, an HTTPS server that may demand one, and a proxy: all real, on loopback, for the length of one closure.
///
/// The servers are Python's and run in a process of their own; the certificates are made by the openssl command.
final class TLSWorld: Sendable {
    /// The folder of the certificates: `ca.pem`, `other-ca.pem`, `client.pem`, `client.key`, `locked.key` (its password is
    /// `open sesame`).
    let folder: String
    /// The port of the HTTPS server, whose certificate `ca.pem` vouches for.
    let port: Int
    /// The port of the proxy.
    let proxyPort: Int

    var url: String { "https://localhost:\(port)/" }
    var proxyURL: String { "http://127.0.0.1:\(proxyPort)" }

    /// A file of the folder.
    func file(_ name: String) -> String { "\(folder)/\(name)" }

    private init(folder: String, ports: [Int]) {
        self.folder = folder
        (port, proxyPort) = (ports[0], ports[1])
    }

    /// Makes certificates, starts the servers, runs `body` and takes everything down. With `demandsCertificate` only
    /// clients are served that show one that `ca.pem` vouches for; with `proxyPassword` the proxy wants it of `user`.
    static func with(
        demandsCertificate: Bool = false, proxyPassword: String = "", _ body: (TLSWorld) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gradehook-tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try await output(of: ["sh", "-ec", certificates], in: folder) { $0.readToEnd }
        let process = Process()
        let line = try await output(
            of: ["python3", "-c", servers, demandsCertificate ? "yes" : "no", proxyPassword], in: folder, process
        ) { $0.readLine }
        // Not waited for: `waitUntilExit` would hold a thread of the cooperative pool.
        defer { kill(process.processIdentifier, SIGKILL) }
        let ports = line.split(separator: " ").compactMap { Int($0) }
        guard ports.count == 2 else {
            throw TransferError(code: .connect, message: "the servers did not start: \(line)")
        }
        try await body(TLSWorld(folder: folder, ports: ports))
    }

    private static func output(
        of command: [String], in folder: String, _ process: Process = Process(),
        _ read: @escaping @Sendable (FileHandle) -> () -> String
    ) async throws -> String {
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let reading = pipe.fileHandleForReading
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: read(reading)()) }
        }
    }

    private static let certificates = #"""
        authority() {
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" \
                -keyout $1.key -out $1.pem
        }
        issue() {
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -keyout $1.key -out $1.csr
            printf "subjectAltName=DNS:localhost\n" > $1.ext
            openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile $1.ext -out $1.pem
        }
        authority ca
        authority other-ca
        issue localhost
        issue client
        openssl pkey -in client.key -aes256 -passout "pass:open sesame" -out locked.key
        """#

    /// The HTTPS server answers with the client's name and the number of the connection. The proxy answers CONNECT, and
    /// `GET /` with how often it was asked.
    private static let servers = #"""
        import base64, http.server, itertools, json, socket, socketserver, ssl, sys, threading
        demands, password = sys.argv[1] == "yes", sys.argv[2]

        class Quiet(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *arguments): pass
            def answer(self, status, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        connections = itertools.count()
        class Secure(Quiet):
            def setup(self):
                self.number = next(connections)
                super().setup()
            def do_GET(self):
                subject = dict(pair[0] for pair in (self.connection.getpeercert() or {}).get("subject", ()))
                self.answer(200, {"client": subject.get("commonName"), "connection": self.number})

        asked = itertools.count()
        tunnels = []
        class Proxy(Quiet):
            def do_GET(self): self.answer(200, tunnels)
            def do_CONNECT(self):
                tunnels.append(self.path)
                wanted = "Basic " + base64.b64encode(("user:" + password).encode()).decode()
                if password and self.headers.get("Proxy-Authorization") != wanted:
                    self.close_connection = True
                    return self.answer(407, "no")
                host, port = self.path.rsplit(":", 1)
                other = socket.create_connection((host, int(port)))
                self.send_response(200)
                self.end_headers()
                back = threading.Thread(target=self.copy, args=(other, self.connection), daemon=True)
                back.start()
                self.copy(self.connection, other)
                self.close_connection = True
            def copy(self, source, sink):
                try:
                    while data := source.recv(65536): sink.sendall(data)
                    sink.shutdown(socket.SHUT_WR)
                except OSError: pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            def handle_error(self, *arguments): pass
            def finish_request(self, request, address):
                if self.context: request = self.context.wrap_socket(request, server_side=True)
                super().finish_request(request, address)

        secure, proxy = Server(("localhost", 0), Secure), Server(("127.0.0.1", 0), Proxy)
        secure.context, proxy.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), None
        secure.context.load_cert_chain("localhost.pem", "localhost.key")
        if demands:
            secure.context.load_verify_locations("ca.pem")
            secure.context.verify_mode = ssl.CERT_REQUIRED
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        print(secure.server_address[1], proxy.server_address[1], flush=True)
        secure.serve_forever()
        """#
}

extension FileHandle {
    /// Everything up to the end.
    fileprivate func readToEnd() -> String { String(decoding: readDataToEndOfFile(), as: UTF8.self) }

    /// The first line, or what there is of it.
    fileprivate func readLine() -> String {
        var line = Data()
        while !line.contains(0x0A), case let more = availableData, !more.isEmpty { line += more }
        return String(decoding: line.prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
