/// Keeps secrets out of what is quoted of a process's output.
struct SecretMask: Sendable {
    /// Shorter values stand in every other word, and hiding them would hide the message.
    static let minimumLength = 4
    static let replacement = Array("***".utf8)

    /// The longest first, so that none is left half behind another that is its beginning.
    private let secrets: [[UInt8]]

    init(_ secrets: [String]) {
        self.secrets = Set(secrets).map { Array($0.utf8) }.filter { $0.count >= Self.minimumLength }
            .sorted { $0.count > $1.count }
    }

    /// How long the longest secret is; 0 without any.
    var longest: Int { secrets.first?.count ?? 0 }

    /// Returns `bytes` with three asterisks for each secret, as it stands in the configuration, byte for byte.
    func masked(_ bytes: [UInt8]) -> [UInt8] {
        guard !secrets.isEmpty else { return bytes }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let found = secrets.first(where: { bytes[index...].starts(with: $0) }) {
                output += Self.replacement
                index += found.count
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }
}
