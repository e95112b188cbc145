package import PersonalData

/// Says which traces are graded, how many of them, and with what.
package struct Rule: Sendable {
    /// The name shown in an event's fate.
    package var name: String
    /// What a trace must look like.
    package var condition: Condition
    /// The share of matching targets that is graded, 0...1.
    package var sampleRate: Double
    /// The graders, by name.
    package var graders: [String]
    /// The personal data that graders outside of the process do not see.
    package var hidden: Set<PIIType>

    /// Creates a rule.
    package init(
        name: String, condition: Condition = .always, sampleRate: Double = 1, graders: [String],
        hiding hidden: Set<PIIType> = []
    ) {
        self.name = name
        self.condition = condition
        self.sampleRate = sampleRate
        self.graders = graders
        self.hidden = hidden
    }
}
