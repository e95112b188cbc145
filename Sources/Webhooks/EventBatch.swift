import JSON

/// The events of one delivery's body, each with its own bytes.
package struct EventBatch: Sendable {
    /// How the body holds its events.
    package enum Shape: Sendable, Equatable {
        /// One object.
        case single
        /// A JSON array of objects.
        case array
        /// An object a line (NDJSON).
        case lines
    }

    /// One event, or what was sent in its place.
    package struct Item: Sendable {
        /// The event's place in the batch, from 0; nil for a body that is one event.
        package let index: Int?
        /// The event's own JSON.
        package let bytes: [UInt8]
        /// What the event says about itself, or why it cannot be taken. In a batch one bad event does not spoil the
        /// others.
        package let envelope: Result<EventEnvelope, EventError>
    }

    /// The most events of one delivery, unless configured.
    package static let defaultLimit = 1_000

    /// How the body holds its events.
    package let shape: Shape
    /// The events in order; none for an empty array.
    package let items: [Item]

    /// Splits `body` and inspects each event. The body must have been verified before.
    ///
    /// NDJSON is told by its content type, or by lines of which the first is a whole object; blank lines are passed
    /// over.
    /// - Parameters:
    ///   - body: the bytes after any content coding is undone.
    ///   - contentType: the header's value; parameters are ignored. Nil or any JSON type goes by the body's shape.
    ///   - limit: the most events to take.
    /// - Throws: `malformed_json` for a body that is not JSON as a whole (a bad line of NDJSON is that item's error);
    ///   `invalid_event` for a single event that is none, for another kind of value, and for too many events.
    package init(
        parsing body: [UInt8], contentType: String? = nil, limit: Int = Self.defaultLimit
    ) throws(EventError) {
        if MediaType.isLines(contentType) {
            self = try .lines(body, limit)
            return
        }
        let parsed: Result<EventBatch, EventError>
        do throws(JSONParseError) {
            parsed = try JSONDocument.withParsed(body) { Self.document($0, body, limit) }
        } catch {
            // Several lines fail as one document; they are NDJSON when the first alone is an object.
            let first = JSONText.lineRanges(body).first
            guard let first, first.count < body.count, body[first.lowerBound] == UInt8(ascii: "{"),
                (try? JSONDocument.withParsed(body[first]) { _ in () }) != nil
            else {
                throw EventError(body.isEmpty ? JSONParseError(message: "the body is empty") : error)
            }
            self = try .lines(body, limit)
            return
        }
        self = try parsed.get()
    }

    /// Whether a body of this content type can be read: none, JSON or NDJSON. Anything else is answered with 415.
    package static func accepts(contentType: String?) -> Bool {
        MediaType.isLines(contentType) || MediaType.isJSON(contentType)
    }

    private init(_ shape: Shape, _ items: [Item]) {
        self.shape = shape
        self.items = items
    }

    private static func document(
        _ root: JSONElement, _ body: [UInt8], _ limit: Int
    ) -> Result<EventBatch, EventError> {
        switch root.kind {
        case .object:
            return EventEnvelope.read(root, at: "").map {
                EventBatch(.single, [Item(index: nil, bytes: body, envelope: .success($0))])
            }
        case .array:
            guard root.count <= limit else { return .failure(tooMany(limit)) }
            let ranges = JSONText.elementRanges(ofArray: body)
            var items: [Item] = []
            items.reserveCapacity(ranges.count)
            root.forEachElement { element in
                let index = items.count
                guard index < ranges.count else { return }
                let envelope = EventEnvelope.read(element, at: "/\(index)")
                items.append(Item(index: index, bytes: Array(body[ranges[index]]), envelope: envelope))
            }
            return .success(EventBatch(.array, items))
        default:
            return .failure(
                EventError(.invalidEvent, "expected an event, an array of events or NDJSON, found \(root.kind)"))
        }
    }

    private static func lines(_ body: [UInt8], _ limit: Int) throws(EventError) -> EventBatch {
        let ranges = JSONText.lineRanges(body)
        guard ranges.count <= limit else { throw tooMany(limit) }
        let items = ranges.enumerated().map { index, range in
            let envelope = Result { () throws(EventError) in try EventEnvelope.inspect(body[range], at: "/\(index)") }
            return Item(index: index, bytes: Array(body[range]), envelope: envelope)
        }
        return EventBatch(.lines, items)
    }

    private static func tooMany(_ limit: Int) -> EventError {
        EventError(
            .invalidEvent, at: "/\(limit)", "the delivery has more than \(limit) events; send the rest in another one")
    }
}
