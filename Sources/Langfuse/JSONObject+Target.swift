import Evaluation
import JSON

extension JSONObject {
    /// The members of an observation that stand in for the trace's when the observation is the target.
    private static let own = ["input", "output", "metadata"]

    /// Returns a trace object of the v3 API as seen from `target`: unchanged for the trace itself, with the
    /// observation's input, output, metadata and time when one is named.
    ///
    /// - Throws: `notFound` when the trace has no such observation (yet).
    func focused(on target: Target) throws(LangfuseError) -> JSONObject {
        guard let observationID = target.observationID else { return self }
        let observations = self["observations"]?.array ?? []
        guard let observation = observations.first(where: { $0["id"]?.string == observationID })?.object else {
            throw LangfuseError.missing(target)
        }
        return focused(on: observation)
    }

    /// Returns the trace object with `observation` in the place of the whole.
    func focused(on observation: JSONObject) -> JSONObject {
        var trace = self
        for key in Self.own { trace[key] = observation[key] }
        if let start = observation["startTime"] { trace["timestamp"] = start }
        for key in ["environment", "version"] {
            if let label = observation[key]?.string, !label.isEmpty { trace[key] = .string(label) }
        }
        return trace
    }
}
