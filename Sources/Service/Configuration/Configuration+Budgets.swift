import ChatModels
import JSON

extension Configuration {
    /// Refuses budgets in dollars over models whose calls cost nobody knows what.
    func checkBudgets(_ reader: JSONReader) throws(JSONReadError) {
        let unpriced = Set(models.filter { !$0.isPriced }.map(\.name))
        guard !unpriced.isEmpty else { return }
        let fallbacks = Self.fallbacks(in: reader)
        for grader in graders {
            let asked = Self.askedModels(of: grader.object, fallbacks)
            guard let name = asked.first(where: unpriced.contains) else { continue }
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

    /// The names of the models a grader may come to ask: those its section gives, and whatever stands in for them.
    /// Whether there are such models is checked elsewhere.
    private static func askedModels(of grader: JSONObject, _ fallbacks: [String: [String]]) -> [String] {
        var asked = names(grader["model"]) + names(grader["votes"]?["models"])
        var next = 0
        while next < asked.count {
            asked += (fallbacks[asked[next]] ?? []).filter { !asked.contains($0) }
            next += 1
        }
        return asked
    }

    /// The names of the models that stand in for each model.
    private static func fallbacks(in reader: JSONReader) -> [String: [String]] {
        let sections = (reader.object["models"]?.array ?? []).compactMap(\.object)
        return Dictionary(sections.map { ($0["name"]?.string ?? "", names($0["fallbacks"])) }) { first, _ in first }
    }

    /// One name or a list of them.
    private static func names(_ value: JSONValue?) -> [String] {
        (value?.array ?? [value ?? .null]).compactMap(\.string)
    }

    private static func isInDollars(_ key: String) -> Bool { key.hasSuffix("_usd") }
}

extension ModelSection {
    /// Whether it is known what a call costs at least, which is what its prompt costs; the mock's cost nothing.
    fileprivate var isPriced: Bool {
        provider == .mock || inputPricePerMillion != nil
    }
}
