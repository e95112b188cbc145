import CPCRE2

extension RegularExpression.Options {
    /// The options of `pcre2_compile`.
    var compileOptions: UInt32 {
        var options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT
        if contains(.caseInsensitive) { options |= PCRE2_CASELESS }
        if contains(.multiline) { options |= PCRE2_MULTILINE }
        if contains(.dotMatchesLineBreaks) { options |= PCRE2_DOTALL }
        if contains(.extended) { options |= PCRE2_EXTENDED }
        if !contains(.asciiClasses) { options |= PCRE2_UCP }
        return options
    }

    /// The options of a match that begins and ends with the text.
    static var wholeText: UInt32 { PCRE2_ANCHORED | PCRE2_ENDANCHORED }

    /// The option of a match that may not be empty where the search begins.
    static var notEmptyAtStart: UInt32 { UInt32(PCRE2_NOTEMPTY_ATSTART) }
}
