import JSON

/// The `store` section: what is kept in `data_dir`, and for how long.
package struct StoreConfiguration: Sendable {
    /// How old a score may get, by its own timestamp; nil keeps every score.
    package var retention: Duration?

    static func read(_ source: JSONReader?) throws(JSONReadError) -> StoreConfiguration {
        var section = StoreConfiguration()
        guard var reader = source else { return section }
        if reader.object["retention"] != nil {
            section.retention = try reader.duration(
                "retention", default: .zero, in: .seconds(3_600) ... .seconds(36_500 * 86_400))
        }
        try reader.finish()
        return section
    }
}
