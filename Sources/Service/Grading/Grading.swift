package import Evaluation
package import Judges

/// What the configuration says about grading: the graders and the rules that call them.
///
/// Replaced as a whole when the configuration is reloaded; a job keeps the one it started with.
package struct Grading: Sendable {
    /// The configured graders.
    package var suite: GraderSuite
    /// The rules.
    package var rules: RuleBook
    /// What stands before the judges.
    package var gates: JudgeGates
}
