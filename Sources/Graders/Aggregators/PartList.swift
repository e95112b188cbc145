import Evaluation
import JSON

/// The graders an aggregator reads, each with the place where the configuration names it.
struct PartList: Sendable {
    /// One of them.
    struct Part: Sendable {
        var name: String
        /// The JSON Pointer of the place.
        var pointer: String
        /// Where in the text there, e.g. `character 7: `; empty when the text is the name.
        var position = ""
    }

    let parts: [Part]

    var names: [String] { parts.map(\.name) }

    init(_ parts: [Part]) { self.parts = parts }

    /// Reads `of`, a list of names.
    init(_ reader: inout JSONReader) throws(JSONReadError) {
        guard let names = try reader.strings("of") else { throw reader.missing("of") }
        guard !names.isEmpty else { throw reader.error("of", "no grader is named") }
        var parts: [Part] = []
        for (index, name) in names.enumerated() {
            let pointer = "\(reader.path("of"))/\(index)"
            guard !parts.contains(where: { $0.name == name }) else {
                throw JSONReadError(pointer: pointer, message: "`\(name)` is named twice")
            }
            parts.append(Part(name: name, pointer: pointer))
        }
        self.parts = parts
    }

    /// An error at the place of the part `name`.
    func error(at name: String, _ message: String) -> JSONReadError {
        let part = parts.first { $0.name == name }
        return JSONReadError(pointer: part?.pointer ?? "", message: (part?.position ?? "") + message)
    }

    /// Refuses parts that are not among `traits`, and those `problem` has something against.
    func validate(
        _ traits: [String: PartTraits], _ problem: (PartTraits) -> String?
    ) throws(JSONReadError) {
        for name in names {
            guard let part = traits[name] else { throw error(at: name, "no grader is called `\(name)`") }
            if let problem = problem(part) { throw error(at: name, "`\(name)` \(problem)") }
        }
    }

    /// What keeps the values of a part from being brought to 0...1 with 1 good: labels, numbers without bounds, scales
    /// without a good end. Nil when nothing does.
    static func problemOfScale(_ traits: PartTraits) -> String? {
        if traits.scale.direction == .neutral { return "has no good end, so its value cannot be put with others" }
        return switch traits.scale.kind {
        case .categorical: "gives labels, which have no place between 0 and 1"
        case .unbounded: "gives numbers without an upper bound, which have no place between 0 and 1"
        case .numeric(let range) where range.lowerBound == range.upperBound: "can give one value only"
        case .numeric, .boolean: nil
        }
    }
}
