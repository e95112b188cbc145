import ChatModels
import JSON

extension Configuration {
    /// Refuses budgets in dollars over models whose calls cost nobody knows what.
    func checkBudgets(_ reader: JSONReader) throws(JSONReadError) {
        let unpriced = Set(models.filter { !$0.isPriced }.map(\.name))
        guard !unpriced.isEmpty else { return }
        for grader in graders {
            guard let name = Self.askedModels(of: grader.object).first(where: unpriced.contains) else { continue }
            let own = grader.object["budget"]?.object?.keys.first(where: Self.isInDollars)
            if let own {
                throw JSONReadError(
                    pointer: grader.path("budget") + "/\(own)",
                    message: "model `\(name)` has no `price`, so nobody knows what is spent; give it one, or a budget"
                        + " in tokens or calls")
            }
            let total = reader.object["budget"]?.object?.keys.first(where: Self.isInDollars)
            if let total {
                throw JSONReadError(
                    pointer: reader.path("budget") + "/\(total)",
                    message: "grader `\(grader.object["name"]?.string ?? "")` asks model `\(name)`, which has no"
                        + " `price`, so nobody knows what is spent; give it one, or a budget in tokens or calls")
            }
        }
    }

    /// The names a grader's section gives for the models it asks; whether there are such models is checked elsewhere.
    private static func askedModels(of grader: JSONObject) -> [String] {
        let panel = grader["votes"]?["models"]?.array ?? []
        return ([grader["model"] ?? .null] + panel).compactMap(\.string)
    }

    private static func isInDollars(_ key: String) -> Bool { key.hasSuffix("_usd") }
}

extension ModelSection {
    /// Whether it is known what a call costs; the mock's cost nothing.
    fileprivate var isPriced: Bool {
        provider == .mock || inputPricePerMillion != nil || outputPricePerMillion != nil
    }
}
