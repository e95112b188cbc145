import CPCRE2

extension RegularExpression {
    /// The version of PCRE2 that is loaded, e.g. `10.42`.
    package static var libraryVersion: String {
        // With no room given it says how many bytes the text takes, its end included.
        let size = pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), nil)
        guard size > 0 else { return "unknown" }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        guard pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), &bytes) > 0 else { return "unknown" }
        // The release date stands behind the number.
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return text.split(separator: " ").first.map(String.init) ?? text
    }
}
