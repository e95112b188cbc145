package import Evaluation
package import JSON
package import Timing

/// What became of an event, as the store keeps it.
package struct FateRecord: Sendable, Equatable {
    /// The event's id.
    package var eventID: String
    /// Tells events apart that share an id; the higher came later.
    package var serial: Int64
    /// The name of the source it came from.
    package var source: String
    /// The state in a word, e.g. `graded`.
    package var state: String
    /// When it came into this state.
    package var updatedAt: Timestamp
    /// Whatever else is to be shown.
    package var detail: JSONObject

    /// Creates a record.
    package init(
        eventID: String, serial: Int64 = 0, source: String, state: String, updatedAt: Timestamp,
        detail: JSONObject = [:]
    ) {
        self.eventID = eventID
        self.serial = serial
        self.source = source
        self.state = state
        self.updatedAt = updatedAt
        self.detail = detail
    }

    /// Creates the record of `fate`, whose `detail` is the fate as the API answers it.
    package init(_ fate: EventFate) {
        self.init(
            eventID: fate.eventID, serial: fate.serial, source: fate.source, state: fate.state.rawValue,
            updatedAt: fate.updatedAt, detail: fate.json)
    }
}
