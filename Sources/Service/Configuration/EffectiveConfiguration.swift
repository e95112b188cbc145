import ChatModels
import Cryptography
package import JSON
import Timing
import Webhooks

/// The configuration as the service takes it: defaults filled in, secrets masked, and what came from a variable or a
/// file as it was written, `${NAME}`, since that may be a secret wherever it stands. For `gradehook check`.
///
/// Read again with the same variables it gives the same configuration, unless a secret stands in the file itself.
package enum EffectiveConfiguration {
    static let mask: JSONValue = .string("<redacted>")

    /// Returns `configuration` in the shape of its file.
    package static func json(_ configuration: Configuration) -> JSONObject {
        let shown = JSONValue.object(unreferenced(configuration))
        return referring(shown, at: "", configuration.document).object ?? [:]
    }

    /// Puts the reference back wherever a value came from outside of the file.
    private static func referring(_ value: JSONValue, at pointer: String, _ document: ConfigurationDocument)
        -> JSONValue
    {
        switch value {
        case .object(let object):
            let members = object.members.map { key, value in
                (key, referring(value, at: pointer + "/" + JSONPointer.escape(key), document))
            }
            return .object(JSONObject(members))
        case .array(let elements):
            return .array(elements.enumerated().map { referring($1, at: "\(pointer)/\($0)", document) })
        // A variable's name is no secret; what stands beside it in the same text, a default for instance, may be one.
        case mask:
            return document.reference(at: pointer).flatMap { isBareReference($0) ? .string($0) : nil } ?? mask
        case .string(let text):
            // Read again, a `${` that is meant as it stands must not turn into a reference.
            return .string(document.reference(at: pointer) ?? text.replacing("${", with: "$${"))
        default: return document.reference(at: pointer).map { .string($0) } ?? value
        }
    }

    /// Whether `text` is one `${NAME}` or `${file:PATH}` and nothing else.
    private static func isBareReference(_ text: String) -> Bool {
        text.hasPrefix("${") && text.hasSuffix("}") && !text.dropFirst(2).contains("${") && !text.contains(":-")
            && text.firstIndex(of: "}") == text.index(before: text.endIndex)
    }

    /// The same with the values of variables and files in place, those of secrets masked.
    static func unreferenced(_ configuration: Configuration) -> JSONObject {
        var object: JSONObject = ["project": .string(configuration.project)]
        object["data_dir"] = configuration.dataDirectory.map { .string($0) }
        object["server"] = server(configuration.server)
        object["admin"] = admin(configuration.admin)
        object["logging"] = [
            "format": .string(configuration.logging.format.rawValue),
            "level": .string(configuration.logging.level.rawValue),
        ]
        object["sources"] = .array(configuration.sources.map(source))
        object["langfuse"] = configuration.langfuse.map(langfuse)
        object["models"] = .array(configuration.models.map { .object($0.effective) })
        object["budget"] = configuration.budget.map { .object($0.json) }
        object["auto_pause"] = AutoPauseSection.effective(configuration.autoPause)
        object["network"] = configuration.network.effective
        object["cache"] = configuration.cache.effective
        object["graders"] = .array(configuration.graders.map { .object(masked($0.object)) })
        object["rules"] = .array(configuration.rules.map { .object($0.object) })
        object["queue"] = queue(configuration.queue)
        object["sinks"] = .array(configuration.sinks.map { .string($0.rawValue) })
        object["store"] = configuration.store.retention.map { ["retention": duration($0)] }
        object["evaluator_environments"] = .array(configuration.evaluatorEnvironments.map { .string($0) })
        object["fate_max_bytes"] = count(configuration.fateMaximumBytes)
        object["fate_capacity"] = .integer(Int64(configuration.fateCapacity))
        object["replay_capacity"] = .integer(Int64(configuration.replayCapacity))
        return object
    }

    private static func duration(_ duration: Duration) -> JSONValue { .string(DurationText.format(duration)) }
    private static func count(_ count: Int) -> JSONValue { .integer(Int64(count)) }

    private static func server(_ server: ServerConfiguration) -> JSONValue {
        [
            "listen": .string(server.listen.description), "threads": count(server.threads),
            "max_body_bytes": count(server.maximumBodyBytes),
            "max_buffered_bytes": count(server.maximumBufferedBytes),
            "max_connections": count(server.maximumConnections),
            "max_connections_per_address": count(server.maximumConnectionsPerAddress),
            "header_timeout": duration(server.headerTimeout), "body_timeout": duration(server.bodyTimeout),
            "keep_alive_timeout": duration(server.keepAliveTimeout), "answer_timeout": duration(server.answerTimeout),
            "drain_grace": duration(server.drainGrace), "drain_timeout": duration(server.drainTimeout),
        ]
    }

    private static func admin(_ admin: AdminConfiguration) -> JSONValue {
        var object: JSONObject = [:]
        object["token"] = admin.token.map { _ in mask }
        object["listen"] = admin.listen.map { .string($0.description) }
        return .object(object)
    }

    private static func source(_ source: SourceSection) -> JSONValue {
        let secrets = source.secrets.map { secret -> JSONValue in
            guard let expires = secret.expires else { return mask }
            return ["value": mask, "expires": .string(expires.rfc3339)]
        }
        var signature = scheme(source.scheme)
        signature["secrets"] = .array(secrets)
        signature["tolerance"] = duration(source.tolerance)
        signature["signed_body"] = .string(source.signedBody.rawValue)
        return [
            "name": .string(source.name), "signature": .object(signature), "max_batch": count(source.maximumBatch),
        ]
    }

    /// The scheme's name, and for `hmac` every part it is made of.
    private static func scheme(_ scheme: SignatureScheme) -> JSONObject {
        var object: JSONObject = ["scheme": .string(scheme.kind.rawValue)]
        guard case .hmac(let parts) = scheme else { return object }
        object["header"] = .string(parts.header)
        object["prefix"] = .string(parts.prefix)
        object["encoding"] = .string(parts.encoding.rawValue)
        object["algorithm"] = .string(parts.algorithm.rawValue)
        object["content"] = .string(template(parts.content))
        object["timestamp_header"] = parts.timestampHeader.map { .string($0) }
        object["id_header"] = parts.idHeader.map { .string($0) }
        return object
    }

    private static func template(_ content: SignedContent) -> String {
        content.parts.map { part in
            switch part {
            case .id: "{id}"
            case .timestamp: "{timestamp}"
            case .body: "{body}"
            case .literal(let bytes): String(decoding: bytes, as: UTF8.self)
            }
        }.joined()
    }

    private static func langfuse(_ langfuse: LangfuseSection) -> JSONValue {
        var object: JSONObject = [
            "base_url": .string(langfuse.baseURL), "public_key": .string(langfuse.publicKey), "secret_key": mask,
            "timeout": duration(langfuse.timeout), "max_batch_items": count(langfuse.maximumBatchItems),
            "max_requests_in_flight": count(langfuse.maximumRequestsInFlight),
        ]
        langfuse.connection.addEffective(to: &object)
        return .object(object)
    }

    private static func queue(_ queue: QueueConfiguration) -> JSONValue {
        [
            "backend": .string(queue.backend.rawValue), "capacity": count(queue.capacity),
            "max_bytes": count(queue.maximumBytes), "workers": count(queue.workers),
            "max_attempts": count(queue.maximumAttempts),
            "backoff": ["base": duration(queue.backoffBase), "cap": duration(queue.backoffCap)],
            "dead_letters": count(queue.deadLetters),
        ]
    }
}
