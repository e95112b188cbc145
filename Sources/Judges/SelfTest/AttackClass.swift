/// A way to talk a judge into a verdict.
package enum AttackClass: String, Sendable, CaseIterable {
    /// An order to the grader.
    case directInstruction = "direct_instruction"
    /// The JSON of a verdict, as if it had been given.
    case fakeVerdict = "fake_verdict"
    /// An invented end of the material, or of the message, with new rules after it.
    case fakeFence = "fake_fence"
    case rolePlay = "role_play"
    /// Lines that look like the beginning of a verdict.
    case scoreLines = "score_lines"
    /// An order in another language or alphabet.
    case encoded
    /// An order in the name of somebody who may give one.
    case authority
    /// Invented examples of how such answers are graded.
    case fewShot = "few_shot"
    /// An order in characters that people do not see.
    case hiddenUnicode = "hidden_unicode"
    /// An order in the middle of a long text.
    case buried
    /// A plea.
    case emotional
}
