/// The texts around every judge's prompt, from the files in `Prompts/`, which are part of the program.
///
/// Whoever changes one raises `version`: scores before and after are not the same measurement.
enum JudgePrompts {
    /// The version of the texts and of how replies are read, written beside every score.
    static let version = "llm_judge/1"

    /// Who the model is; `system` in the configuration takes its place.
    static let system = text(PackageResources.system_txt)
    /// What the fences mean. Variables: `fence`.
    static let notice = text(PackageResources.notice_txt)
    /// The prompt of `criteria`. Variables: the sample's fields and `criteria`.
    static let criteria = text(PackageResources.criteria_txt)
    /// What follows every prompt. Variables: `fence`, `placeholder`, `score`.
    static let reply = text(PackageResources.reply_txt)

    private static func text(_ bytes: [UInt8]) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        // Editors end files with a line break, prompts do not.
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
