import ChatModels
package import Evaluation
import Graders
import JSON
import Subprocess
import Timing

/// What `gradehook graders` says of the kinds of grader.
package struct GraderReference: Sendable {
    /// Every kind, family by family.
    package let kinds: [GraderKind]

    /// Creates the reference of all kinds, able to build their examples, which call out to nobody.
    package init() {
        let external = ExternalResources(
            pools: ProcessPools(), transport: UnusedTransport(), clock: SystemClock(), signer: GradingBuilder.signer)
        kinds = GradingBuilder.kinds(
            models: ["judge": MockChatModel(name: "judge")], embeddings: ["judge": MockEmbeddingModel(name: "judge")],
            external: external)
    }

    /// The kinds of `family`, in their order.
    package func kinds(of family: GraderFamily) -> [GraderKind] { kinds.filter { $0.family == family } }

    /// The families that have kinds, in their order.
    package var families: [GraderFamily] { GraderFamily.allCases.filter { !kinds(of: $0).isEmpty } }

    /// The kind called `name`, by its name or an alias; `-` and `_` are the same.
    package func kind(named name: String) -> GraderKind? {
        let wanted = GraderReader.canonical(name)
        return kinds.first { kind in
            ([kind.name] + kind.aliases).contains { GraderReader.canonical($0) == wanted }
        }
    }

    /// What the values of `kind` are and which end is good, as its first example is configured; nil when the example
    /// does not build.
    func scale(of kind: GraderKind) -> String? {
        guard let example = kind.examples.first else { return nil }
        var reader = JSONReader(example.parameters)
        let resources = GraderResources(graderName: kind.name, modelNames: ["judge"])
        return (try? kind.make(&reader, resources)).map { Self.text($0.scale) }
    }

    private static func text(_ scale: Scale) -> String {
        let values =
            switch scale.kind {
            case .numeric(let range):
                "numbers from \(JSONValue.number(range.lowerBound).text) to \(JSONValue.number(range.upperBound).text)"
            case .unbounded: "numbers from 0, without an upper bound"
            case .boolean: "true or false"
            case .categorical(let labels): "one of the labels \(labels.joined(separator: ", "))"
            }
        if case .categorical = scale.kind { return values }
        return switch scale.direction {
        case .higherIsBetter: values + (scale.kind == .boolean ? ", true is good" : ", higher is better")
        case .lowerIsBetter: values + (scale.kind == .boolean ? ", false is good" : ", lower is better")
        case .neutral: values + ", neither end is good by itself"
        }
    }

    /// The result of an example in words.
    static func result(of example: GraderKind.Example) -> String {
        example.value?.json.text ?? "none (a failure or a skip)"
    }
}
