import JSON
import Judges
import Timing

/// The `auto_pause` section: when judges are paused.
enum AutoPauseSection {
    static func read(_ source: JSONReader?) throws(JSONReadError) -> PausePolicy {
        var policy = PausePolicy()
        guard var reader = source else { return policy }
        for reason in PauseReason.allCases {
            let limit = try reader.count(
                reason.rawValue, default: policy.limits[reason] ?? 0, in: 0...1_000_000)
            policy.limits[reason] = limit == 0 ? .none : limit
        }
        policy.first = try reader.duration("first", default: policy.first, in: .seconds(1) ... .seconds(3_600))
        // The queue puts no job off for longer than an hour, and a pause beyond that would use up its attempts.
        policy.longest = try reader.duration(
            "longest", default: max(policy.longest, policy.first), in: policy.first ... .seconds(3_600))
        try reader.finish()
        return policy
    }

    /// The section as it is taken.
    static func effective(_ policy: PausePolicy) -> JSONValue {
        var object = JSONObject(
            PauseReason.allCases.map { ($0.rawValue, .integer(Int64(policy.limits[$0] ?? 0))) })
        object["first"] = .string(DurationText.format(policy.first))
        object["longest"] = .string(DurationText.format(policy.longest))
        return .object(object)
    }
}
