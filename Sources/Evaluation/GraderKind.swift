package import JSON

/// A kind of grader as the configuration names it, with everything `gradehook graders KIND` prints.
package struct GraderKind: Sendable {
    /// One parameter of a kind.
    package struct Parameter: Sendable {
        /// The key in the configuration.
        package var name: String
        /// The type in words, e.g. `boolean` or `list of strings`.
        package var type: String
        /// The default as written in the configuration; nil when it must be given or has none.
        package var defaultValue: String?
        /// What it does, in a sentence.
        package var summary: String

        /// Creates a parameter.
        package init(_ name: String, type: String, default defaultValue: String? = nil, _ summary: String) {
            self.name = name
            self.type = type
            self.defaultValue = defaultValue
            self.summary = summary
        }
    }

    /// A sample with the outcome the kind gives for it; run as a test.
    package struct Example: Sendable {
        /// The parameters, as in the configuration.
        package var parameters: JSONObject
        /// The trace graded.
        package var trace: JSONObject
        /// The value it gets; nil when the example shows a failure or a skip.
        package var value: ScoreValue?

        /// Creates an example.
        package init(parameters: JSONObject = [:], trace: JSONObject, value: ScoreValue?) {
            self.parameters = parameters
            self.trace = trace
            self.value = value
        }
    }

    /// The key in the configuration.
    package var name: String
    /// Other names that mean the same.
    package var aliases: [String]
    /// The shelf it stands on.
    package var family: GraderFamily
    /// What it judges, in a sentence.
    package var summary: String
    /// The formula, in plain text.
    package var formula: String
    /// The implementation whose values it gives, with its version and call; nil when the rule is its own.
    package var equals: String?
    /// The parameters beside those every grader has.
    package var parameters: [Parameter]
    /// Examples; at least one.
    package var examples: [Example]
    /// Builds a grader from its parameters. Reads every key it knows; the caller refuses those left over.
    package var make: @Sendable (inout JSONReader, GraderResources) throws(JSONReadError) -> BuiltGrader

    /// Creates a kind.
    package init(
        name: String, aliases: [String] = [], family: GraderFamily, summary: String, formula: String,
        equals: String? = nil, parameters: [Parameter] = [], examples: [Example],
        make: @escaping @Sendable (inout JSONReader, GraderResources) throws(JSONReadError) -> BuiltGrader
    ) {
        self.name = name
        self.aliases = aliases
        self.family = family
        self.summary = summary
        self.formula = formula
        self.equals = equals
        self.parameters = parameters
        self.examples = examples
        self.make = make
    }
}

/// A grader built from configuration: one that reads the sample, or one that reads other graders.
package enum BuiltGrader: Sendable {
    case grader(any Grader)
    case aggregator(any Aggregator)

    /// The scale of the values it gives.
    package var scale: Scale {
        switch self {
        case .grader(let grader): grader.scale
        case .aggregator(let aggregator): aggregator.scale
        }
    }

    /// The names of the parts its grades may have.
    package var partNames: [String] {
        switch self {
        case .grader(let grader): grader.partNames
        case .aggregator: []
        }
    }
}

/// What a grader may need from outside when it is built, without knowing who provides it.
package struct GraderResources: Sendable {
    /// The configured name of the grader being built.
    package var graderName: String
    /// Names of the models the configuration has.
    package var modelNames: [String]

    /// Creates resources.
    package init(graderName: String = "", modelNames: [String] = []) {
        self.graderName = graderName
        self.modelNames = modelNames
    }
}
