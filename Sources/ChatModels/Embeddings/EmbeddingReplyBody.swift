import JSON

/// Reads the body of an embeddings reply (<https://platform.openai.com/docs/api-reference/embeddings/object>).
struct EmbeddingReplyBody {
    /// What is wrong with a reply.
    struct Fault: Error, Equatable {
        var message: String
    }

    let body: JSONValue

    /// The most numbers a vector may have.
    static let maximumDimensions = 65_536

    /// Returns the vectors of `count` texts by their `index`, in whatever order the server wrote them.
    ///
    /// - Throws: What is wrong when one is missing, given twice, of another length, not finite, or all zeros.
    func reply(count: Int, fallbackModel: String) throws(Fault) -> EmbeddingReply {
        guard let data = body["data"]?.array else {
            throw Fault(message: "has no `data`; check `base_url`")
        }
        guard data.count == count else {
            throw Fault(message: "has \(data.count) vectors for \(count) texts")
        }
        var vectors = [[Float]?](repeating: nil, count: count)
        for (place, element) in data.enumerated() {
            // A few servers leave the index out and keep the order.
            let index = element["index"].map { $0.integer.flatMap { Int(exactly: $0) } ?? -1 } ?? place
            guard vectors.indices.contains(index), vectors[index] == nil else {
                throw Fault(message: "has a vector with the index \(index), which no text has or another has already")
            }
            vectors[index] = try Self.vector(element["embedding"])
        }
        let given = vectors.compactMap { $0 }
        guard let length = given.first?.count, given.allSatisfy({ $0.count == length }) else {
            throw Fault(message: "has vectors of different lengths")
        }
        return EmbeddingReply(
            vectors: given, model: body["model"]?.string ?? fallbackModel,
            promptTokens: body["usage"]?.count("prompt_tokens") ?? body["usage"]?.count("total_tokens"))
    }

    private static func vector(_ value: JSONValue?) throws(Fault) -> [Float] {
        guard let numbers = value?.array else {
            let isText = value?.string != nil
            throw Fault(message: isText ? "has a vector written as text, not as a list of numbers" : "lacks a vector")
        }
        guard (1...maximumDimensions).contains(numbers.count) else {
            throw Fault(message: "has a vector of \(numbers.count) numbers, not of 1 to \(maximumDimensions)")
        }
        var vector: [Float] = []
        vector.reserveCapacity(numbers.count)
        for number in numbers {
            guard let float = number.double.map({ Float($0) }), float.isFinite else {
                throw Fault(message: "has a vector with something in it that is no finite number")
            }
            vector.append(float)
        }
        guard vector.contains(where: { $0 != 0 }) else { throw Fault(message: "has a vector of zeros") }
        return vector
    }
}
