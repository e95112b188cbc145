import Cryptography
import JSON
import Synchronization

/// Keeps the schemas compiled of late, by the hash of their text: traces of one agent bring the same ones again and again.
final class ToolSchemaCache: Sendable {
    /// With more than so many all are forgotten, so that no stream of traces can fill the memory.
    static let capacity = 64

    private struct State {
        var schemas: [[UInt8]: SchemaParameter] = [:]
        var compilations = 0
    }

    private let state = Mutex(State())

    /// How many schemas have been compiled.
    var compilations: Int { state.withLock { $0.compilations } }
    /// How many are kept.
    var count: Int { state.withLock { $0.schemas.count } }

    /// Returns `document`, compiled now or before.
    func schema(_ document: JSONValue) throws(JSONSchemaError) -> SchemaParameter {
        let key = Array(MessageDigest.sha256(document.serialized()))
        if let known = state.withLock({ $0.schemas[key] }) { return known }
        let schema = try SchemaParameter(document, isFromTrace: true)
        state.withLock { state in
            state.compilations += 1
            if state.schemas.count >= Self.capacity { state.schemas = [:] }
            state.schemas[key] = schema
        }
        return schema
    }
}
