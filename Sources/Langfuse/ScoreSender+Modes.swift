import Evaluation
import HTTPClient
import JSON
import Timing

extension ScoreSender {
    /// Sends `scores` and says for each what became of it, in order.
    func deliver(
        _ scores: [OutgoingScore], by mode: ScoreWriteMode, until deadline: Timestamp
    ) async -> [ScoreWriteOutcome] {
        do throws(LangfuseError) {
            switch mode {
            case .array: return try await deliverArray(scores, until: deadline)
            case .ingestion: return try await deliverEvents(scores, until: deadline)
            case .single: return await deliverEach(scores, until: deadline)
            }
        } catch {
            return Array(
                repeating: .unavailable(error.message, retryAfter: error.retryAfter), count: scores.count)
        }
    }

    private func deliverArray(
        _ scores: [OutgoingScore], until deadline: Timestamp
    ) async throws(LangfuseError) -> [ScoreWriteOutcome] {
        let response = try await exchange(scores, mode: .array, until: deadline)
        switch response.status {
        case 200...206:
            try checkIsLangfuse(response)
            takesArrays = true
            return Array(repeating: .written, count: scores.count)
        case 207:
            takesArrays = true
            let answer = try? JSONValue(parsing: response.body)
            if answer?["rejected"]?.integer == 0 { return Array(repeating: .written, count: scores.count) }
            return await narrowDown(scores, .array, response, until: deadline)
        case 413: return await narrowDown(scores, .array, response, until: deadline)
        case 400 where takesArrays: return await narrowDown(scores, .array, response, until: deadline)
        case 400, 404, 405, 410:
            // An older server sees no object where one should be. Its verdict on the scores comes by the other way.
            let outcomes = await deliver(scores, by: .ingestion, until: deadline)
            if outcomes.contains(.written) { settle(on: .ingestion) }
            return outcomes
        default: throw client.failure(of: response, "POST /scores")
        }
    }

    private func deliverEvents(
        _ scores: [OutgoingScore], until deadline: Timestamp
    ) async throws(LangfuseError) -> [ScoreWriteOutcome] {
        let response = try await exchange(scores, mode: .ingestion, until: deadline)
        switch response.status {
        case 200...207:
            let verdicts = IngestionVerdicts(response, client: client)
            guard verdicts.refusesType else { return scores.map { verdicts[$0.envelopeID] } }
            return await withoutIngestion(scores, until: deadline)
        case 400, 413: return await narrowDown(scores, .ingestion, response, until: deadline)
        case 404, 405, 410: return await withoutIngestion(scores, until: deadline)
        default: throw client.failure(of: response, "POST /ingestion")
        }
    }

    private func withoutIngestion(_ scores: [OutgoingScore], until deadline: Timestamp) async -> [ScoreWriteOutcome] {
        let outcomes = await deliverEach(scores, until: deadline)
        if outcomes.contains(.written) { settle(on: .single) }
        return outcomes
    }

    private func deliverEach(_ scores: [OutgoingScore], until deadline: Timestamp) async -> [ScoreWriteOutcome] {
        var outcomes: [ScoreWriteOutcome] = []
        for score in scores {
            do throws(LangfuseError) {
                outcomes.append(try await deliverOne(score, until: deadline))
            } catch {
                outcomes.append(.unavailable(error.message, retryAfter: error.retryAfter))
            }
        }
        return outcomes
    }

    private func deliverOne(
        _ score: OutgoingScore, until deadline: Timestamp
    ) async throws(LangfuseError) -> ScoreWriteOutcome {
        let response = try await exchange([score], mode: .single, until: deadline)
        switch response.status {
        case 200...206:
            try checkIsLangfuse(response)
            return .written
        case 207, 400, 409, 413: return .rejected(reason(response, "POST /scores"))
        default: throw client.failure(of: response, "POST /scores")
        }
    }

    /// Refuses a success that Langfuse did not write: a page of a proxy or of a login means that nobody took the scores.
    private func checkIsLangfuse(_ response: ClientResponse) throws(LangfuseError) {
        guard !response.body.isEmpty, (try? JSONValue(parsing: response.body)) == nil else { return }
        throw client.malformed("POST /scores", "the answer is not JSON; something between here and Langfuse wrote it")
    }

    /// Finds the scores at fault in a request whose answer does not name them, by sending halves again down to single
    /// scores: same ids and timestamps, so those that were taken are overwritten with themselves.
    private func narrowDown(
        _ scores: [OutgoingScore], _ mode: ScoreWriteMode, _ response: ClientResponse, until deadline: Timestamp
    ) async -> [ScoreWriteOutcome] {
        guard scores.count > 1 else {
            return [.rejected(reason(response, "POST \(ScoreRequestBody.path(mode))"))]
        }
        let middle = scores.count / 2
        let first = await deliver(Array(scores[..<middle]), by: mode, until: deadline)
        let second = await deliver(Array(scores[middle...]), by: mode, until: deadline)
        return first + second
    }

    private func reason(_ response: ClientResponse, _ action: String) -> String {
        var listed = response
        if response.status == 207, let errors = try? JSONValue(parsing: response.body)["errors"] {
            listed.body = JSONValue.object(["error": errors]).serialized()
        }
        return client.failure(of: listed, action).message
    }
}

/// What a 207 of `POST /ingestion` says of each event, by the event's id.
struct IngestionVerdicts {
    /// Whether events of this type are not taken at all.
    let refusesType: Bool
    private var outcomes: [String: ScoreWriteOutcome] = [:]

    init(_ response: ClientResponse, client: LangfuseClient) {
        let answer = try? JSONValue(parsing: response.body)
        let successes = answer?["successes"]?.array ?? []
        let errors = answer?["errors"]?.array ?? []
        refusesType =
            successes.isEmpty && !errors.isEmpty
            && errors.allSatisfy { Self.text($0).contains("Event type not accepted") }
        for success in successes {
            if let id = success["id"]?.string { outcomes[id] = .written }
        }
        for error in errors {
            guard let id = error["id"]?.string else { continue }
            let status = error["status"]?.integer ?? 500
            let message =
                "Langfuse at \(client.configuration.host): POST /ingestion: status \(status) for the score"
                + " (\(client.clean(Self.text(error))))"
            // What the keys or the server's state are to blame for may be right the next time.
            let isFinal = (400..<500).contains(status) && ![401, 403, 408, 429].contains(status)
            outcomes[id] = isFinal ? .rejected(message) : .unavailable(message, retryAfter: nil)
        }
    }

    /// The outcome of the event with this id. An event the answer does not mention is not known to be taken.
    subscript(id: String) -> ScoreWriteOutcome {
        outcomes[id] ?? .unavailable("Langfuse's answer does not mention the score", retryAfter: nil)
    }

    private static func text(_ error: JSONValue) -> String {
        let message = error["message"]?.string ?? ""
        guard let detail = error["error"], !detail.isNull else { return message }
        return message + (message.isEmpty ? "" : ": ") + (detail.string ?? detail.text)
    }
}
