import ChatModels
import JSON
import Timing

/// The `cache` section: which replies of models are given again.
package struct CacheConfiguration: Sendable {
    /// Whether replies are kept at all.
    package var isEnabled = true
    /// How long a reply is given again after it came.
    package var lifetime = ResponseCache.Limits().lifetime
    /// The most replies in memory.
    package var maximumEntries = ResponseCache.Limits().maximumEntries
    /// About the most bytes of replies in memory.
    package var maximumBytes = ResponseCache.Limits().maximumBytes
    /// About the most bytes of replies in the file in `data_dir`; 0 makes no file.
    package var maximumDiskBytes = 256 << 20

    static func read(_ source: JSONReader?) throws(JSONReadError) -> CacheConfiguration {
        var section = CacheConfiguration()
        guard var reader = source else { return section }
        section.isEnabled = try reader.bool("enabled", default: true)
        section.lifetime = try reader.duration(
            "ttl", default: section.lifetime, in: .seconds(1) ... .seconds(365 * 86_400))
        section.maximumEntries = try reader.count("max_entries", default: section.maximumEntries, in: 1...10_000_000)
        section.maximumBytes = try reader.size("max_bytes", default: section.maximumBytes, minimum: 1 << 16)
        section.maximumDiskBytes = try reader.size("max_disk_bytes", default: section.maximumDiskBytes, minimum: 0)
        try reader.finish()
        return section
    }

    /// The section as it is taken, for `gradehook check`.
    var effective: JSONValue {
        [
            "enabled": .bool(isEnabled), "ttl": .string(DurationText.format(lifetime)),
            "max_entries": .integer(Int64(maximumEntries)), "max_bytes": .integer(Int64(maximumBytes)),
            "max_disk_bytes": .integer(Int64(maximumDiskBytes)),
        ]
    }

    /// The limits of the memory.
    var limits: ResponseCache.Limits {
        var limits = ResponseCache.Limits()
        limits.lifetime = lifetime
        limits.maximumEntries = maximumEntries
        limits.maximumBytes = maximumBytes
        return limits
    }
}
