import CSimdjson

extension JSONText {
    /// The version of simdjson compiled against, e.g. `3.0.1`.
    package static var libraryVersion: String { String(cString: csimdjson_version()) }
}
