import JSON

/// The members of an event that the accept path reads, found in one pass; of several with one key the last.
struct EventMembers {
    private(set) var type: JSONElement?
    private(set) var id: JSONElement?
    private(set) var trace: JSONElement?
    private(set) var traceID: JSONElement?
    private(set) var observationID: JSONElement?
    private(set) var timestamp: JSONElement?

    init(_ event: JSONElement) {
        event.forEachMember { key, value in
            if key.isString("id") {
                id = value
            } else if key.isString("type") {
                type = value
            } else if key.isString("trace") {
                trace = value
            } else if key.isString("timestamp") {
                timestamp = value
            } else if key.isString("traceId") {
                traceID = value
            } else if key.isString("observationId") {
                observationID = value
            }
        }
    }
}
