package import HTTPClient

/// Gives the vectors of texts again that another embedding model has given before, and asks it for the others only.
///
/// Each text is kept by itself, so that a reference that stays the same is asked for once however often the output beside
/// it changes. Texts that several ask for at the same time are asked for by each.
package struct CachingEmbeddingModel: EmbeddingModel {
    /// A vector from the cache, and where it was.
    private typealias Found = (vector: KeptVector, origin: ResponseCache.Origin)

    private let model: any EmbeddingModel
    private let provider: ModelProvider
    private let connection: ConnectionProfile
    private let cache: ResponseCache

    /// Puts `cache` before `model`, which `provider` serves over connections of the profile `connection`.
    package init(
        _ model: any EmbeddingModel, servedBy provider: ModelProvider,
        over connection: ConnectionProfile = ConnectionProfile(), cache: ResponseCache
    ) {
        self.model = model
        self.provider = provider
        self.connection = connection
        self.cache = cache
    }

    package var name: String { model.name }

    package func embed(_ request: EmbeddingRequest) async throws(ChatModelError) -> EmbeddingReply {
        let keys = request.texts.compactMap { ResponseKey(vectorOf: $0, from: provider, over: connection) }
        guard keys.count == request.texts.count else { return try await model.embed(request) }
        let found = await find(keys)
        let missing = found.indices.filter { found[$0] == nil }
        guard !missing.isEmpty else { return given(found.compactMap(\.self), to: request.asker) }
        let rest = try await ask(request, for: missing, keys)
        guard missing.count < keys.count else { return rest }
        // Vectors of two models say nothing about each other: the one behind the name has changed.
        guard let old = found.lazy.compactMap(\.self).first?.vector, let new = rest.vectors.first,
            old.model == rest.model, old.numbers.count == new.count
        else {
            var all = try await ask(request, for: Array(keys.indices), keys)
            all.promptTokens = Self.sum([rest.promptTokens, all.promptTokens])
            all.cost = Self.sum([rest.cost, all.cost])
            all.attempts += rest.attempts
            return all
        }
        return joined(found, rest)
    }

    /// What is kept of the texts with these keys; nothing when it is not all of one model.
    private func find(_ keys: [ResponseKey]) async -> [Found?] {
        var found: [Found?] = []
        for key in keys {
            let kept = await cache.lookUp(key, name)
            found.append(kept.flatMap { kept, origin in kept.vector.map { ($0, origin) } })
        }
        let kinds = Set(found.compactMap { $0.map { "\($0.vector.numbers.count) \($0.vector.model)" } })
        return kinds.count > 1 ? keys.map { _ in nil } : found
    }

    /// Asks for the vectors of the texts at `places` and keeps them.
    private func ask(
        _ request: EmbeddingRequest, for places: [Int], _ keys: [ResponseKey]
    ) async throws(ChatModelError) -> EmbeddingReply {
        var rest = request
        rest.texts = places.map { request.texts[$0] }
        if request.mayCall { cache.count(name) { $0.misses += places.count } }
        var reply = try await model.embed(rest)
        reply.sampleRate = request.sampleRate
        guard reply.vectors.count == places.count else { return reply }
        let parts = reply.divided(among: rest.texts.map { EmbeddingRequest(texts: [$0]) })
        for (place, part) in zip(places, parts) {
            let vector = KeptVector(
                numbers: part.vectors[0], model: part.model, promptTokens: part.promptTokens, cost: part.cost,
                sampleRate: request.sampleRate, asker: request.asker)
            cache.keep(vector, under: keys[place], model: name)
        }
        return reply
    }

    /// The reply to `asker` of vectors that took no call and cost nothing.
    private func given(_ found: [Found], to asker: String?) -> EmbeddingReply {
        count(found)
        let vectors = found.map(\.vector)
        var reply = EmbeddingReply(
            vectors: vectors.map(\.numbers), model: vectors.first?.model ?? name,
            promptTokens: Self.sum(vectors.map(\.promptTokens)),
            cost: vectors.contains { $0.cost == nil } ? nil : 0, attempts: 0)
        reply.keptVectors = vectors.count
        let own = vectors.filter { $0.asker != nil && $0.asker == asker }
        reply.asker = own.first?.asker
        reply.sampleRate = (own.isEmpty ? vectors : own).map(\.sampleRate).min() ?? 1
        return reply
    }

    /// The reply of the vectors that were `found`, and of those that were not and are in `rest`, in the order of the texts.
    private func joined(_ found: [Found?], _ rest: EmbeddingReply) -> EmbeddingReply {
        let kept = found.compactMap(\.self)
        count(kept)
        var reply = rest
        var others = rest.vectors.makeIterator()
        reply.vectors = found.compactMap { $0?.vector.numbers ?? others.next() }
        reply.promptTokens = Self.sum([rest.promptTokens] + kept.map(\.vector.promptTokens))
        reply.keptVectors = kept.count
        return reply
    }

    private func count(_ found: [Found]) {
        cache.count(name) { usage in
            for (vector, origin) in found {
                usage.hits[origin, default: 0] += 1
                usage.saved += vector.cost ?? 0
            }
        }
    }

    /// A sum of which one part is unknown is unknown.
    private static func sum<Number: AdditiveArithmetic>(_ counts: [Number?]) -> Number? {
        let known = counts.compactMap(\.self)
        return known.count == counts.count ? known.reduce(.zero, +) : nil
    }
}
