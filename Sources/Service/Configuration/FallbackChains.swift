import JSON

/// Which models stand in for which, over all models of a configuration.
package struct FallbackChains: Sendable {
    private let sections: [ModelSection]
    private let direct: [String: [String]]

    /// Looks at `sections`, whose names differ.
    package init(_ sections: [ModelSection]) {
        self.sections = sections
        direct = Dictionary(sections.map { ($0.name, $0.fallbacks) }) { first, _ in first }
    }

    /// The models asked after the one called `name`, in order: each of its fallbacks followed by that one's own. None is
    /// asked twice.
    package func chain(of name: String) -> [String] {
        var chain: [String] = []
        add(to: &chain, after: name)
        return chain.filter { $0 != name }
    }

    /// Refuses names that are unknown, a model's own, given twice, or lead back to the model.
    func check(_ reader: JSONReader) throws(JSONReadError) {
        for (index, section) in sections.enumerated() {
            for (place, name) in section.fallbacks.enumerated() {
                guard let fault = fault(name, at: place, of: section) else { continue }
                throw JSONReadError(
                    pointer: "\(reader.path("models"))/\(index)/fallbacks/\(place)", message: fault)
            }
        }
    }

    private func fault(_ name: String, at place: Int, of section: ModelSection) -> String? {
        if name == section.name { return "a model cannot stand in for itself" }
        guard direct[name] != nil else {
            let known = sections.map(\.name).filter { $0 != section.name }
            let hint = KeySuggestion.nearest(to: name, among: known).map { "; did you mean `\($0)`?" }
            return "no model is called `\(name)`\(hint ?? "")"
        }
        if section.fallbacks[..<place].contains(name) { return "`\(name)` is in the list already" }
        var reached: [String] = []
        add(to: &reached, after: name)
        return reached.contains(section.name)
            ? "`\(name)` leads back to `\(section.name)` by its own `fallbacks`" : nil
    }

    private func add(to chain: inout [String], after name: String) {
        for next in direct[name] ?? [] where !chain.contains(next) {
            chain.append(next)
            add(to: &chain, after: next)
        }
    }
}
