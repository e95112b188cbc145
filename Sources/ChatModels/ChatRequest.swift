package import JSON

/// What a model is asked.
package struct ChatRequest: Sendable {
    /// The messages, oldest first.
    package var messages: [ChatMessage]
    /// The JSON Schema the reply must follow, with the name the provider wants for it; nil for free text.
    package var responseSchema: ResponseSchema?
    /// The sampling temperature; nil leaves the provider's default.
    package var temperature: Double?
    /// The most tokens the reply may have; nil leaves the provider's default.
    package var maximumTokens: Int?
    /// The seed for providers that take one.
    package var seed: Int?
    /// How many of the likeliest tokens to tell for each place of the reply, 0 to 20; nil asks for none. A provider or
    /// model that does not tell them is asked without.
    package var topLogprobs: Int?
    /// The name of the judge that asks, for what is counted by judge; never sent. Nil when no judge does.
    package var judge: String?
    /// Which of several answers to the same question this is, from 0; never sent.
    package var sample: Int
    /// The word within the messages that is another one in each process and says nothing, so that a request with another
    /// is the same one to a cache; nil when there is none.
    package var fence: String?
    /// Whether a reply that was kept will do; never sent.
    package var takesKeptReply = true
    /// Whether a model may be called for it; otherwise only a reply that was kept will do. Never sent.
    package var mayCall = true
    /// The share of the traces about which a model may be called now, above 0 when this is one of them; never sent, and kept
    /// with the reply.
    package var sampleRate = 1.0
    /// Whose grade asks, by a digest of its judge and trace; never sent, and kept with the reply. Nil when no grade does.
    package var asker: String?

    /// Creates a request.
    package init(
        messages: [ChatMessage], responseSchema: ResponseSchema? = nil, temperature: Double? = nil,
        maximumTokens: Int? = nil, seed: Int? = nil, topLogprobs: Int? = nil, judge: String? = nil,
        sample: Int = 0
    ) {
        self.messages = messages
        self.responseSchema = responseSchema
        self.temperature = temperature
        self.maximumTokens = maximumTokens
        self.seed = seed
        self.topLogprobs = topLogprobs
        self.judge = judge
        self.sample = sample
    }

    /// A JSON Schema with the name under which it is sent.
    package struct ResponseSchema: Sendable {
        /// A name of letters, digits, `_` and `-`, at most 64.
        package var name: String
        /// The schema.
        package var schema: JSONValue
        /// The ids that the list in the reply must have, each once; empty when they are not known. Never sent: the
        /// prompt names them, and in the schema they would make every sample's another, which providers prepare anew.
        package var itemIDs: [Int]

        /// Creates a named schema.
        package init(name: String, schema: JSONValue, itemIDs: [Int] = []) {
            self.name = name
            self.schema = schema
            self.itemIDs = itemIDs
        }
    }
}
