import CZlib

extension BodyDecoder {
    /// The version of zlib that is loaded, e.g. `1.2.13`.
    package static var libraryVersion: String { zlibVersion().map { String(cString: $0) } ?? "unknown" }
}
