import Evaluation
import JSON
import Testing

@Suite struct RuleBookTests {
    static func trace(_ members: JSONObject) throws -> Trace {
        var object = members
        object["id"] = "tr-1"
        return try TraceDecoder.decode(.object(object))
    }

    static func condition(_ when: JSONObject) throws -> Condition { try Condition.read(JSONReader(when)) }

    @Test(
        arguments: [
            (["name": "qa"], true), (["name": "other"], false), (["name": ["a", "qa"]], true),
            (["name": ["glob": "q*"]], true), (["name": ["glob": "Q*"]], false), (["name": ["regex": "^q.$"]], true),
            (["tags": ["any": ["prod", "x"]]], true), (["tags": ["all": ["prod", "x"]]], false),
            (["tags": ["all": ["prod", "eu"]]], true), (["tags": ["none": ["prod"]]], false),
            (["tags": ["none": ["x"]]], true), (["environment": ["exists": false]], true),
            (["environment": ["exists": true]], false), (["user_id": "u-1"], true), (["session_id": "s-1"], true),
            (["release": "r1"], true), (["version": ["regex": "["]], nil),
            (["metadata": ["score": ["gte": 3]]], true), (["metadata": ["score": ["gt": 3]]], false),
            (["metadata": ["score": ["lt": 4, "gt": 2]]], true), (["metadata": ["text": ["lte": 2]]], true),
            (["metadata": ["deep.key": "v"]], true), (["metadata": ["list": "b"]], true),
            (["metadata": ["absent": ["exists": false]]], true), (["metadata": ["absent": ["lt": 1]]], false),
            (["nmae": "qa"], nil), (["name": ["anny": ["qa"]]], nil),
        ] as [(JSONObject, Bool?)])
    func `A condition holds for what it describes and is refused when it makes no sense`(
        when: JSONObject, expected: Bool?
    ) throws {
        let trace = try Self.trace([
            "name": "qa", "tags": ["prod", "eu"], "userId": "u-1", "sessionId": "s-1", "release": "r1",
            "environment": "",
            "metadata": ["score": 3, "text": "1.5", "deep": ["key": "v"], "list": ["a", "b"]],
        ])
        guard let expected else {
            #expect(throws: JSONReadError.self) { try Self.condition(when) }
            return
        }
        #expect(try Self.condition(when).holds(for: trace) == expected)
    }

    @Test func `A misspelt field is named with the one that was meant`() {
        #expect {
            try Self.condition(["enviroment": "prod"])
        } throws: { error in
            "\(error)".contains("did you mean `environment`?")
        }
    }

    @Test func `The graders of all matching rules are asked, each once`() throws {
        let book = RuleBook([
            Rule(name: "a", graders: ["x", "y"]),
            Rule(name: "b", condition: try Self.condition(["name": "other"]), graders: ["z"]),
            Rule(name: "c", graders: ["y", "w"]),
        ])
        let decision = book.decide(try Self.trace(["name": "qa"]), target: Target(traceID: "tr-1"))
        #expect(decision == .grade(graders: ["x", "y", "w"], rules: ["a", "c"]))
    }

    @Test func `A filtered trace is told which rule wanted what`() throws {
        let book = RuleBook([
            Rule(name: "prod", condition: try Self.condition(["tags": ["any": ["prod"]]]), graders: ["x"])
        ])
        let decision = book.decide(try Self.trace(["tags": ["dev"]]), target: Target(traceID: "tr-1"))
        #expect(decision == .filtered(#"rule prod: tags is "dev", wanted any of ["prod"]"#))
    }

    @Test func `A trace outside the sample of every rule is sampled out with its place`() throws {
        let position = Sampling.position(of: "tr-1")
        let book = RuleBook([Rule(name: "few", sampleRate: position / 2, graders: ["x"])])
        let trace = try Self.trace([:])
        #expect(book.decide(trace, target: Target(traceID: "tr-1")) == .sampledOut(rules: ["few"], position: position))
        #expect(
            book.withoutSampling.decide(trace, target: Target(traceID: "tr-1"))
                == .grade(graders: ["x"], rules: ["few"]))
    }

    @Test(arguments: [
        ("langfuse-llm-as-a-judge", true), ("langfuse-code-eval", true), ("llm-as-a-judge", true),
        ("langfuse-prompt-experiment", false), ("production", false), ("own", true),
    ])
    func `Traces of evaluators are never graded`(environment: String, isFiltered: Bool) throws {
        let book = RuleBook([Rule(name: "all", graders: ["x"])], ownEnvironments: ["own"])
        let decision = book.decide(
            try Self.trace(["environment": .string(environment)]), target: Target(traceID: "tr-1"))
        if case .filtered(let reason) = decision {
            #expect(isFiltered)
            #expect(reason.contains("loop guard"))
        } else {
            #expect(!isFiltered)
        }
    }

    @Test func `The greatest rate of the rules that hold is the share a grader sees`() {
        let book = RuleBook([
            Rule(name: "a", sampleRate: 0.1, graders: ["x", "y"]), Rule(name: "b", sampleRate: 0.5, graders: ["x"]),
            Rule(name: "c", graders: ["z"]), Rule(name: "d", graders: ["x"]),
        ])
        #expect(book.sampleRates(under: ["a", "b", "c"]) == ["x": 0.5, "y": 0.1])
        #expect(book.sampleRates(under: ["a", "d"]) == ["y": 0.1])
        #expect(book.sampleRates(under: ["c"]).isEmpty)
    }
}
