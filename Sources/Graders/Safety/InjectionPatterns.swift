import RegularExpressions

/// What attempts at injection look like, by name.
enum InjectionPatterns {
    /// The patterns.
    static let all: [(name: String, expression: RegularExpression)] = definitions.map { name, pattern in
        do {
            return (name, try RegularExpression(pattern, options: .caseInsensitive))
        } catch {
            preconditionFailure("the pattern \(name) does not compile: \(error)")
        }
    }

    /// How many there are.
    static var definitionCount: Int { definitions.count }

    private static let earlier =
        "(?:all |any |the |your |my |these |those )*(?:previous|prior|above|earlier|preceding|foregoing)"
    private static let orders = "(?:instructions?|prompts?|rules?|directions?|guidelines?|commands?|context|messages?)"

    private static let definitions: [(String, String)] = [
        (
            "ignore_instructions",
            #"\b(?:ignore|disregard|forget|override|bypass|skip)\s+(?:\#(earlier)|all(?: of)?(?: your| the)?"#
                + #"|your|the system)\s+\#(orders)"#
        ),
        (
            "ignore_everything",
            #"\b(?:ignore|disregard|forget)\s+(?:everything|anything|all)\s+(?:above|before|you (?:were"#
                + #"|have been|know)|i (?:said|told)|previously)"#
        ),
        (
            "new_role",
            #"\b(?:you are now (?:an?|the|in|going|free|no longer|DAN)|from now on,? you(?: are|'re| will)"#
                + #"|pretend (?:to be|you are|that you)|act as (?:if you|an? (?:unrestricted|unfiltered"#
                + #"|uncensored)))\b"#
        ),
        (
            "no_restrictions",
            #"\b(?:without|no|remove|disable|bypass)\s+(?:any\s+|all\s+|your\s+)*(?:restrictions"#
                + #"|safety (?:filters?|guidelines?|rules)|content (?:filters?|policy|policies)|guardrails"#
                + #"|censorship)"#
        ),
        (
            "reveal_prompt",
            #"\b(?:reveal|show|print|repeat|output|display|tell me|give me|leak)\b[^.\n]{0,40}\b(?:(?:system"#
                + #"|initial|hidden|original|secret)\s+(?:prompt|instructions?|message)|(?:your"#
                + #"|the) (?:instructions|prompt) (?:verbatim|word for word|above))"#
        ),
        (
            "jailbreak_name",
            #"\b(?:do anything now|developer mode|jailbreak(?:ed)? mode|DAN mode|god mode|you are DAN)\b"#
        ),
        (
            "fake_turn",
            #"(?m)(?:<\|im_start\|>|<\|(?:system|user|assistant)\|>|\[/?INST\]|<</?SYS>>"#
                + #"|^[ \t]*#{2,}[ \t]*(?:system|new instructions?)\b|^[ \t]*system[ \t]*:[ \t]*\S"#
                // An answer may begin with the name of its own turn.
                + #"|(?!\A)^[ \t]*assistant[ \t]*:[ \t]*\S)"#
        ),
        (
            "new_instructions",
            #"\b(?:new|updated|real|actual) (?:system )?(?:instructions?|task|objective)\s*(?::|are\b|is\b)"#
        ),
        (
            "judge_order",
            #"\b(?:give|assign|award|return|output|rate)\b[^.\n]{0,30}\b(?:maximum|highest|perfect|full|10/10"#
                + #"|5/5|100%?)\s*(?:score|points?|marks?|rating)?\b[^.\n]{0,40}\b(?:regardless|no matter|whatever"#
                + #"|this (?:answer|response))"#
        ),
        ("ignore_instructions_zh", "(?:忽略|无视|忘记|忽視|無視|忘記)(?:掉|之前|以上|前面|上面|先前|所有|全部|你的|的)*(?:指令|指示|提示|规则|規則|要求|命令)"),
        (
            "ignore_instructions_es",
            #"\b(?:ignora|olvida|descarta)\b[^.\n]{0,20}\b(?:instrucciones|reglas|indicaciones)\b"#
        ),
        (
            "ignore_instructions_fr",
            #"\b(?:ignore[zr]?|oublie[zr]?)\b[^.\n]{0,30}\b(?:instructions|consignes|règles)\b"#
                + #"[^.\n]{0,15}\b(?:précédentes|ci-dessus|antérieures)\b"#
        ),
        (
            "ignore_instructions_de",
            #"\b(?:ignorier\w*|vergiss|vergessen sie)\b[^.\n]{0,30}\b(?:anweisungen|regeln|vorgaben)\b"#
        ),
    ]
}
