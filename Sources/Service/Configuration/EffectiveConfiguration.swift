package import JSON
import Timing
import Webhooks

/// The configuration as the service takes it: defaults filled in, secrets masked, and what came from a variable or a
/// file as it was written, `${NAME}`, since that may be a secret wherever it stands. For `gradehook check`.
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
        case mask: return mask
        default: return document.reference(at: pointer).map { .string($0) } ?? value
        }
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
        object["models"] = .array(configuration.models.map(model))
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
        return [
            "name": .string(source.name),
            "signature": [
                "scheme": .string(source.scheme.kind.rawValue), "secrets": .array(secrets),
                "tolerance": duration(source.tolerance), "signed_body": .string(source.signedBody.rawValue),
            ],
            "max_batch": count(source.maximumBatch),
        ]
    }

    private static func langfuse(_ langfuse: LangfuseSection) -> JSONValue {
        [
            "base_url": .string(langfuse.baseURL), "public_key": .string(langfuse.publicKey), "secret_key": mask,
            "timeout": duration(langfuse.timeout), "max_batch_items": count(langfuse.maximumBatchItems),
            "max_requests_in_flight": count(langfuse.maximumRequestsInFlight),
        ]
    }

    private static func model(_ model: ModelSection) -> JSONValue {
        var object: JSONObject = [
            "name": .string(model.name), "provider": .string(model.provider.rawValue), "model": .string(model.model),
        ]
        object["base_url"] = model.baseURL.map { .string($0) }
        object["api_key"] = model.apiKey.map { _ in mask }
        object["max_concurrency"] = count(model.maximumConcurrency)
        object["timeout"] = duration(model.timeout)
        object["max_attempts"] = count(model.maximumAttempts)
        var price: JSONObject = [:]
        price["input_per_million"] = model.inputPricePerMillion.map { .number($0) }
        price["output_per_million"] = model.outputPricePerMillion.map { .number($0) }
        if !price.isEmpty { object["price"] = .object(price) }
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
