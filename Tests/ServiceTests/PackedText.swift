import Cryptography

/// Bodies packed with gzip.
enum PackedText {
    /// `{"id":"evt-gzip","trace":{"id":"t-gzip","output":"squeezed"}}`
    static let event = unpack(
        "H4sIAAAAAAAC/6tWykxRslJKLSvRTa/KLFDSUSopSkxOVbKqhkjAhfNLSwpKS4AixYWlqalVqSlKtbUAseO1pD0AAAA=")
    /// 100,000 zeros in 133 bytes.
    static let bomb = unpack(
        "H4sIAAAAAAAC/+3BMQEAAADCoErrn84aHkABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAArwaFwk3FoIYBAA==")

    private static func unpack(_ text: String) -> [UInt8] { Base64.decode(text) ?? [] }
}
