import Evaluation
import Graders
import JSON
import Testing

@Suite struct CatalogueTests {
    private func sample(_ trace: JSONObject) throws -> Sample {
        try InputMapping.standard.sample(of: try TraceDecoder.decode(.object(trace)))
    }

    @Test(arguments: GraderCatalogue.kinds.map(\.name))
    func `Every kind documents itself, and its examples hold`(_ name: String) async throws {
        let kind = try #require(GraderCatalogue.kind(named: name))
        #expect(!kind.summary.isEmpty && !kind.formula.isEmpty && !kind.examples.isEmpty)
        #expect(kind.parameters.allSatisfy { !$0.summary.isEmpty && !$0.type.isEmpty })
        for example in kind.examples {
            let given: GradeOutcome
            switch try build(name, example.parameters) {
            case .grader(let grader): given = await grader.grade(try sample(example.trace))
            case .aggregator(let aggregator): given = try await aggregate(aggregator, example)
            }
            guard let expected = example.value else {
                #expect(given.grade == nil)
                continue
            }
            let value = try #require(given.grade?.value)
            if let number = expected.number, let actual = value.number {
                #expect(abs(number - actual) < 1e-12 && value.dataType == expected.dataType)
            } else {
                #expect(value == expected)
            }
        }
    }

    /// An aggregator's example names its parts by their kinds.
    private func aggregate(_ aggregator: any Aggregator, _ example: GraderKind.Example) async throws -> GradeOutcome {
        var outcomes: [String: PartOutcome] = [:]
        for part in aggregator.parts {
            let grader = try grader(part)
            outcomes[part] = PartOutcome(outcome: await grader.grade(try sample(example.trace)), scale: grader.scale)
        }
        return aggregator.aggregate(outcomes)
    }

    @Test func `Names and aliases belong to one kind each`() {
        let names = GraderCatalogue.kinds.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        // The same letters in another spelling are the same kind's.
        var kinds: [String: String] = [:]
        for kind in GraderCatalogue.kinds {
            for name in [kind.name] + kind.aliases {
                let other = kinds.updateValue(kind.name, forKey: GraderCatalogue.canonical(name))
                #expect(other == nil || other == kind.name, "\(name)")
            }
        }
    }

    @Test(arguments: [
        ("equals", "exact_match"), ("icontains-all", "icontains_all"), ("word-count", "word_count"),
        ("JSONDiff", "json_diff"), ("AggregatedMetric", "formula"), ("multi", "formula"), ("assert-set", "all_of"),
        ("ExactMatch", "exact_match"),
    ])
    func `A kind answers to its aliases, with dashes or without`(_ alias: String, _ name: String) {
        #expect(GraderCatalogue.kind(named: alias)?.name == name)
    }

    @Test func `No parameter has the name of a key that every grader has`() {
        let common: Set = ["name", "kind", "type", "score_name", "map", "threshold", "invert", "score_config"]
        for kind in GraderCatalogue.kinds {
            #expect(common.isDisjoint(with: kind.parameters.map(\.name)), "\(kind.name)")
        }
    }

    @Test func `An unknown kind is nil`() {
        #expect(GraderCatalogue.kind(named: "vibes") == nil)
    }

    @Test(arguments: GraderCatalogue.kinds.map(\.name))
    func `Every parameter a kind documents is read`(_ name: String) throws {
        let kind = try #require(GraderCatalogue.kind(named: name))
        for parameter in kind.parameters {
            // A list of lists is of no parameter's type, so a parameter that is read is refused.
            let parameters: JSONObject = [parameter.name: [[]]]
            let error = try #require(try configurationError(name, parameters), "\(parameter.name)")
            #expect(!error.message.contains("unknown key"), "\(parameter.name)")
        }
    }

    @Test(arguments: GraderCatalogue.kinds.filter { $0.family != .aggregators }.map(\.name))
    func `A sample without the fields is a missing input, not a value`(_ name: String) async throws {
        let kind = try #require(GraderCatalogue.kind(named: name))
        let grader = try grader(name, try #require(kind.examples.first).parameters)
        let given = await grader.grade(Sample(output: nil, trace: Trace(id: "t")))
        #expect(given.failureCode == .missingInput)
        // What is judged by its trace or by the documents found may have no output.
        guard ![.retrieval, .tools, .measures].contains(kind.family) else { return }
        #expect(grader.requiredFields.contains(.output))
    }
}
