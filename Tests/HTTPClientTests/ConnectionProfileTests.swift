import Cryptography
import Foundation
import TestSupport
import Testing

@testable import HTTPClient

@Suite(.timeLimit(.minutes(2))) struct ConnectionProfileTests {
    /// What the HTTPS server says of a request.
    private struct Seen: Decodable {
        var client: String?
        var connection: Int
    }

    private static func profile(_ change: (inout ConnectionProfile) -> Void) -> ConnectionProfile {
        var profile = ConnectionProfile()
        change(&profile)
        return profile
    }

    private static func ask(_ world: TLSWorld, _ transport: any HTTPTransport) async throws -> Seen {
        let response = try await transport.execute(ClientRequest(url: world.url, timeout: .seconds(20)))
        return try JSONDecoder().decode(Seen.self, from: Data(response.body))
    }

    private static func failure(_ world: TLSWorld, _ transport: any HTTPTransport) async -> TransferError? {
        do throws(TransferError) {
            _ = try await transport.execute(ClientRequest(url: world.url, timeout: .seconds(20)))
            return nil
        } catch {
            return error
        }
    }

    private static func with(_ allowed: HostRules? = nil, _ body: (PartitionedTransport) async throws -> Void)
        async throws
    {
        let transport = PartitionedTransport(allowedHosts: allowed)
        do { try await body(transport) } catch {
            transport.shutdown()
            throw error
        }
        transport.shutdown()
    }

    @Test func `A server of a private authority is trusted by the profile that names it, and by no other`() async throws
    {
        try await TLSWorld.with { world async throws in
            try await Self.with { transport async throws in
                let trusting = transport.connecting(as: Self.profile { $0.caFile = world.file("ca.pem") })
                let wrong = transport.connecting(as: Self.profile { $0.caFile = world.file("other-ca.pem") })
                let careless = transport.connecting(as: Self.profile { $0.verifiesServer = false })
                #expect(try await Self.ask(world, trusting).client == nil)
                for refusing in [transport, wrong] as [any HTTPTransport] {
                    let error = await Self.failure(world, refusing)
                    #expect(error?.code == .tls, "\(String(describing: error))")
                    #expect(error?.message.contains("localhost:\(world.port)") == true)
                }
                #expect(try await Self.ask(world, careless).client == nil)
                // The refusals came after connections that were kept alive.
                #expect(await Self.failure(world, wrong)?.code == .tls)
            }
        }
    }

    @Test func `A client certificate that is demanded is shown, its key unlocked by the password`() async throws {
        try await TLSWorld.with(demandsCertificate: true) { world async throws in
            try await Self.with { transport async throws in
                func profile(key: String?, password: String? = nil) -> ConnectionProfile {
                    Self.profile {
                        $0.caFile = world.file("ca.pem")
                        $0.clientCertificate = world.file("client.pem")
                        $0.clientKey = key.map { world.file($0) }
                        $0.clientKeyPassword = password.map { Secret($0) }
                    }
                }
                let open = transport.connecting(as: profile(key: "client.key"))
                let locked = transport.connecting(as: profile(key: "locked.key", password: "open sesame"))
                let wrong = transport.connecting(as: profile(key: "locked.key", password: "not-the-password"))
                let nobody = transport.connecting(as: Self.profile { $0.caFile = world.file("ca.pem") })
                #expect(try await Self.ask(world, open).client == "client")
                #expect(try await Self.ask(world, locked).client == "client")
                let error = await Self.failure(world, wrong)
                #expect(error?.code == .tls, "\(String(describing: error))")
                #expect(error?.message.contains("not-the-password") == false)
                #expect(await Self.failure(world, nobody) != nil)
            }
        }
    }

    @Test func `Two profiles never share a connection, and each keeps its own`() async throws {
        try await TLSWorld.with { world async throws in
            try await Self.with { transport async throws in
                let one = Self.profile { $0.caFile = world.file("ca.pem") }
                let other = Self.profile {
                    $0.caFile = world.file("ca.pem")
                    $0.clientCertificate = world.file("client.pem")
                    $0.clientKey = world.file("client.key")
                }
                var sameButKey = other
                sameButKey.clientKey = world.file("locked.key")
                sameButKey.clientKeyPassword = Secret("open sesame")
                let senders = [one, other, sameButKey].map { transport.connecting(as: $0) }
                var numbers: [Int] = []
                for sender in senders + senders { numbers.append(try await Self.ask(world, sender).connection) }
                #expect(Set(numbers).count == 3, "\(numbers)")
                #expect(Array(numbers[..<3]) == Array(numbers[3...]))
            }
        }
    }

    @Test func `A proxy makes the way through, when its user and password are right`() async throws {
        try await TLSWorld.with(proxyPassword: "let-me-by") { world async throws in
            try await Self.with { transport async throws in
                func profile(_ password: String?) -> ConnectionProfile {
                    Self.profile {
                        $0.caFile = world.file("ca.pem")
                        $0.proxy = .init(
                            url: world.proxyURL, username: password.map { _ in "user" },
                            password: password.map { Secret($0) })
                    }
                }
                #expect(try await Self.ask(world, transport.connecting(as: profile("let-me-by"))).client == nil)
                for password in ["wrong-password", nil] {
                    let error = await Self.failure(world, transport.connecting(as: profile(password)))
                    #expect(error?.code == .connect, "\(String(describing: error))")
                    #expect(error?.message.contains("it answered 407") == true, "\(error?.message ?? "")")
                    #expect(error?.message.contains("wrong-password") == false)
                }
                let log = try await transport.execute(ClientRequest(url: world.proxyURL))
                let tunnels = try JSONDecoder().decode([String].self, from: Data(log.body))
                #expect(Set(tunnels) == ["localhost:\(world.port)"])
            }
        }
    }

    @Test func `Transports of profiles nobody holds any more are gone`() async throws {
        try await Self.with { transport async throws in
            let careless = Self.profile { $0.verifiesServer = false }
            do {
                let held = [careless, careless, ConnectionProfile()].map { transport.connecting(as: $0) }
                #expect(transport.count == 2)
                withExtendedLifetime(held) {}
            }
            #expect(transport.count == 1)
        }
    }

    @Test func `Nothing leaves for a host that is not allowed, whatever the profile`() async throws {
        try await TLSWorld.with { world async throws in
            let rules = try #require(HostRules(["localhost:\(world.port)"]))
            let others = try #require(HostRules(["api.example.com"]))
            try await Self.with(others) { transport async throws in
                let profile = Self.profile { $0.caFile = world.file("ca.pem") }
                let trusting = transport.connecting(as: profile, allowing: rules)
                _ = try await Self.ask(world, trusting)
                for sender in [transport, transport.connecting(as: profile, allowing: others)] as [any HTTPTransport] {
                    let error = await Self.failure(world, sender)
                    #expect(error?.code == .invalidURL)
                    #expect(error?.message == "localhost:\(world.port) is not among `network.allow_hosts`")
                }
                _ = try await Self.ask(world, trusting)
            }
        }
    }
}

extension PartitionedTransport {
    /// What sends requests over connections of `profile` to any host.
    fileprivate func connecting(as profile: ConnectionProfile) -> any HTTPTransport {
        connecting(as: profile, allowing: nil)
    }
}
