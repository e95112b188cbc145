import ChatModels

/// A model as one of several voters asks it: each of its answers is another sample with another seed than those of the
/// voters beside it.
struct VoterModel: ChatModel {
    private let model: any ChatModel
    private let turn: Int
    private let turns: Int

    /// Puts a voter before `model`: the one of number `turn`, from 0, among the `turns` that ask this model.
    init(_ model: any ChatModel, turn: Int, of turns: Int) {
        self.model = model
        self.turn = turn
        self.turns = turns
    }

    var name: String { model.name }
    var identity: String { model.identity }

    func complete(_ request: ChatRequest) async throws(ChatModelError) -> ChatReply {
        var request = request
        // A voter may want several samples itself.
        let sample = request.sample * turns + turn
        request.seed = request.seed.map { $0 &+ sample &- request.sample }
        request.sample = sample
        return try await model.complete(request)
    }
}
