import Cryptography
package import HTTPClient
import JSON

/// What tells two requests apart: SHA-256 over everything that decides the reply, every part with its length before it.
///
/// The request's fence counts as one and the same word whatever it is, so that a question keeps its key when the process
/// starts again with other fences. Who asks is left out: two judges that ask the same get the same. The account is
/// part of it, by a digest of its credentials, and so is the way to the server: what came over an unverified connection is
/// not given again over a verified one.
package struct ResponseKey: Sendable, Hashable {
    /// The 32 bytes of the digest.
    package let bytes: [UInt8]

    /// The key of `request` to the model that `provider` serves, asked over connections of the profile `connection`.
    package init(
        _ request: ChatRequest, to provider: ModelProvider, over connection: ConnectionProfile = ConnectionProfile()
    ) {
        let format = provider.format
        var parts = Parts()
        // A number of its own for each way of making keys: those of older versions then match nothing.
        parts.add("gradehook reply 3")
        parts.add(provider.name)
        parts.add(format.url)
        parts.add(format.model)
        for credential in provider.accountCredentials { parts.add(MessageDigest.sha256(credential)[...]) }
        parts.add(connection)
        parts.add(String(request.messages.count))
        for message in request.messages {
            parts.add(message.role.rawValue)
            parts.add(message.content, without: request.fence)
        }
        parts.add(request.responseSchema?.name)
        parts.add(request.responseSchema?.schema.text)
        parts.add(request.temperature.map { String($0) })
        for number in [request.maximumTokens, request.seed, request.topLogprobs, request.sample] {
            parts.add(number.map { String($0) })
        }
        bytes = MessageDigest.sha256(ofPieces: parts.pieces)
    }

    /// The key of the vector of `text` by the model that `provider` serves, asked over connections of the profile
    /// `connection`. Nil for a provider without embeddings.
    package init?(
        vectorOf text: String, from provider: ModelProvider, over connection: ConnectionProfile = ConnectionProfile()
    ) {
        guard let format = provider.embeddings else { return nil }
        var parts = Parts()
        // Whatever else a request will be able to decide by has to come in here.
        parts.add("gradehook vector 1")
        parts.add(provider.name)
        parts.add(format.url)
        parts.add(format.chat.model)
        for credential in provider.accountCredentials { parts.add(MessageDigest.sha256(credential)[...]) }
        parts.add(connection)
        parts.add(text)
        bytes = MessageDigest.sha256(ofPieces: parts.pieces)
    }

    /// What is digested.
    private struct Parts {
        var pieces: [[UInt8]] = []

        mutating func add(_ text: String?) {
            guard let text else { return pieces.append([UInt8](repeating: 0xFF, count: 8)) }
            add(Array(text.utf8)[...])
        }

        /// Adds the pieces between the occurrences of `word`, and how many they are: no text can pass for the word.
        mutating func add(_ text: String, without word: String?) {
            guard let word, !word.isEmpty else {
                add("1")
                return add(text)
            }
            let segments = Self.segments(of: Array(text.utf8), between: Array(word.utf8))
            add(String(segments.count))
            for segment in segments { add(segment) }
        }

        /// Adds whom the connection trusts, and who may be on its way.
        mutating func add(_ connection: ConnectionProfile) {
            add(String(connection.verifiesServer))
            for text in [connection.caFile, connection.clientCertificate, connection.proxy?.url] { add(text) }
        }

        mutating func add(_ bytes: ArraySlice<UInt8>) {
            pieces.append(withUnsafeBytes(of: UInt64(bytes.count).bigEndian, Array.init))
            pieces.append(Array(bytes))
        }

        private static func segments(of text: [UInt8], between word: [UInt8]) -> [ArraySlice<UInt8>] {
            var segments: [ArraySlice<UInt8>] = []
            var start = 0
            while let place = index(of: word, in: text, from: start) {
                segments.append(text[start..<place])
                start = place + word.count
            }
            return segments + [text[start...]]
        }

        // Only one byte in some sixty is the word's first, so that hardly anything is compared twice.
        private static func index(of word: [UInt8], in text: [UInt8], from start: Int) -> Int? {
            var place = start
            while let next = text[place...].firstIndex(of: word[0]) {
                if text[next...].starts(with: word) { return next }
                place = next + 1
            }
            return nil
        }
    }
}
