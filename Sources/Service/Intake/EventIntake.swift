import CoreMetrics
import Evaluation
import HTTPServer
import Synchronization
import Timing
import Webhooks
import WorkQueue

/// The accepting path: bytes in, verified, split into events, queued, answered. Never calls out and waits for nothing
/// but the queue.
final class EventIntake: Sendable {
    private let sources: EventSources
    private let replays: ReplayGuard
    private let queue: any JobQueue
    private let fates: FateRecorder
    private let metrics: ServiceMetrics
    private let clock: any TimeSource
    private let maximumBodyBytes: Int
    private let isDraining = Atomic(false)
    /// The last event's serial. Counted from the time of the start, so that serials grow across restarts too.
    private let lastSerial: Atomic<Int64>

    init(
        sources: EventSources, replays: ReplayGuard, queue: any JobQueue, fates: FateRecorder, metrics: ServiceMetrics,
        clock: any TimeSource, maximumBodyBytes: Int
    ) {
        self.sources = sources
        self.replays = replays
        self.queue = queue
        self.fates = fates
        self.metrics = metrics
        self.clock = clock
        self.maximumBodyBytes = maximumBodyBytes
        lastSerial = Atomic(clock.now().microseconds)
    }

    /// Refuses events from now on.
    func drain() { isDraining.store(true, ordering: .relaxed) }

    /// Answers one delivery of the source called `sourceName` (nil: the unnamed one).
    func accept(_ request: HTTPRequest, from sourceName: String?, respond: @escaping Router.Respond) {
        guard !isDraining.load(ordering: .relaxed) else {
            return respond(
                Problem(.draining, "the service is shutting down; send the event again", retryAfter: .seconds(5))
                    .response)
        }
        guard let source = sources.source(sourceName) else {
            return respond(Problem(.notFound, Self.unknownSource(sourceName)).response)
        }
        let now = clock.now()
        do throws(Problem) {
            let (delivery, body) = try verified(request, source, now)
            let contentType = request.headers["content-type"]
            guard EventBatch.accepts(contentType: contentType) else {
                throw Problem(.unsupportedMediaType, "send application/json or application/x-ndjson")
            }
            let batch = try split(body, contentType, source)
            take(batch, delivery: delivery, source: source, now: now, respond: respond)
        } catch {
            respond(error.response)
        }
    }

    private static func unknownSource(_ name: String?) -> String {
        name.map { "no source is called `\($0)`" }
            ?? "no source is called `default` and there are several; post to /v1/events/{source}"
    }

    /// Verifies before anything reads the body (invariant 4); undoes the content coding before or after, as the source
    /// signs.
    private func verified(
        _ request: HTTPRequest, _ source: EventSource, _ now: Timestamp
    ) throws(Problem) -> (VerifiedDelivery, [UInt8]) {
        switch source.signedBody {
        case .wire:
            let delivery = try verify(request, request.body, source, now)
            return (delivery, try decoded(request))
        case .decoded:
            let body = try decoded(request)
            return (try verify(request, body, source, now), body)
        }
    }

    private func verify(
        _ request: HTTPRequest, _ body: [UInt8], _ source: EventSource, _ now: Timestamp
    ) throws(Problem) -> VerifiedDelivery {
        if source.isUnsigned, !request.isLoopback {
            throw Problem(.signatureMissing, "source `\(source.name)` takes unsigned events from this machine only")
        }
        do throws(SignatureError) {
            let delivery = try source.verifier.verify(header: { request.headers[$0] }, body: body, now: now)
            source.matches[delivery.keyIndex].increment()
            return delivery
        } catch {
            metrics.signatureFailed(source: source.name, reason: error.label)
            let code = Problem.Code(rawValue: error.code.rawValue) ?? .signatureMismatch
            var problem = Problem(code, error.reason)
            problem.wantsToken = source.verifier.scheme == .bearer
            throw problem
        }
    }

    private func decoded(_ request: HTTPRequest) throws(Problem) -> [UInt8] {
        guard let coding = request.headers["content-encoding"] else { return request.body }
        do throws(BodyDecodingError) {
            return try BodyDecoder.decode(request.body, contentEncoding: coding, limit: maximumBodyBytes)
        } catch {
            throw Problem(decoding: error)
        }
    }

    private func split(
        _ body: [UInt8], _ contentType: String?, _ source: EventSource
    ) throws(Problem) -> EventBatch {
        do throws(EventError) {
            return try EventBatch(parsing: body, contentType: contentType, limit: source.maximumBatch)
        } catch {
            metrics.door.invalid.increment()
            throw Problem(event: error)
        }
    }

    /// Claims each event, queues those that are new, and answers once the queue has said what it took.
    private func take(
        _ batch: EventBatch, delivery: VerifiedDelivery, source: EventSource, now: Timestamp,
        respond: @escaping Router.Respond
    ) {
        var reply = IntakeReply(isBatch: batch.shape != .single)
        var jobs: [Job] = []
        var keys: [ReplayFingerprint] = []
        for item in batch.items {
            admit(item, delivery, source, now, offered: keys, &reply) { job, key in
                jobs.append(job)
                keys.append(key)
            }
        }
        guard !jobs.isEmpty else { return respond(reply.response) }
        let offer = Offer(jobs: jobs, keys: keys)
        let offered = reply
        queue.enqueue(jobs) { [self] results in respond(settle(results, offer, offered)) }
    }

    private func admit(
        _ item: EventBatch.Item, _ delivery: VerifiedDelivery, _ source: EventSource, _ now: Timestamp,
        offered keys: [ReplayFingerprint], _ reply: inout IntakeReply, offer: (Job, ReplayFingerprint) -> Void
    ) {
        switch item.envelope {
        case .failure(let error):
            metrics.door.invalid.increment()
            reply.reject(index: item.index, error)
        case .success(let envelope):
            let identity = EventIdentity(
                bodyID: envelope.id, delivery: delivery, index: item.index, source: source.name, bytes: item.bytes)
            if case .foreign(let type) = envelope.kind { return ignore(identity.id, type, source, now, &reply) }
            let key = replays.fingerprint(of: identity.dedupeKey, source: source.name)
            switch replays.reserve(key, now: now) {
            case .duplicate: duplicate(identity.id, &reply)
            // The first copy is in this very delivery and shares its end: what is not taken comes again as a whole.
            case .pending where keys.contains(key): duplicate(identity.id, &reply)
            case .pending: reply.pending(identity.id)
            case .new:
                reply.offer(identity.id)
                let job = Job(
                    id: identity.id, serial: nextSerial(), origin: source.name, acceptedAt: now, payload: item.bytes)
                offer(job, key)
            }
        }
    }

    private func nextSerial() -> Int64 { lastSerial.wrappingAdd(1, ordering: .relaxed).newValue }

    private func duplicate(_ id: String, _ reply: inout IntakeReply) {
        metrics.door.duplicate.increment()
        reply.duplicate(id)
    }

    /// Says of an event that holds nothing to grade that it came and was let be.
    private func ignore(
        _ id: String, _ type: String, _ source: EventSource, _ now: Timestamp, _ reply: inout IntakeReply
    ) {
        metrics.door.ignored.increment()
        var fate = EventFate(
            eventID: id, serial: nextSerial(), source: source.name, state: .ignored, receivedAt: now, updatedAt: now)
        // The type is the sender's text, of any length.
        fate.detail = "events of type `\(type.prefix(100))` hold nothing to grade"
        fates.record(fate)
        reply.ignore(id)
    }

    /// What the queue was offered.
    private struct Offer: Sendable {
        var jobs: [Job]
        var keys: [ReplayFingerprint]
    }

    /// Confirms what the queue took and takes back what it refused, so that the sender's next try is taken. Only what
    /// was taken gets a fate: a flood that is refused pushes no other event's fate out.
    private func settle(_ results: [EnqueueResult], _ offer: Offer, _ offered: IntakeReply) -> HTTPResponse {
        // The usual case, one event, needs none of the bookkeeping.
        if let id = offered.onlyID, results.count == 1, results[0] == .accepted {
            confirm(0, offer)
            return IntakeReply.accepted(id)
        }
        var reply = offered
        for (index, result) in results.enumerated() {
            if result == .accepted {
                confirm(index, offer)
            } else {
                replays.release(offer.keys[index])
                metrics.door.refused.increment()
            }
            reply.settle(index, result)
        }
        return reply.response
    }

    private func confirm(_ index: Int, _ offer: Offer) {
        let job = offer.jobs[index]
        fates.recordAccepted(job.id, serial: job.serial, source: job.origin, at: job.acceptedAt)
        replays.confirm(offer.keys[index])
        metrics.door.accepted.increment()
    }
}
