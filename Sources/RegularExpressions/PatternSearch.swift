import CPCRE2

/// One search for a pattern in a text, which may go on after each match.
struct PatternSearch: ~Copyable {
    private let pattern: CompiledPattern
    private let text: UnsafeBufferPointer<UInt8>
    private let scratch: MatchScratch
    private let data: OpaquePointer
    private let deadline: ContinuousClock.Instant

    init(_ pattern: CompiledPattern, _ text: UnsafeBufferPointer<UInt8>, _ limits: MatchLimits) throws(MatchLimitError)
    {
        guard let scratch = MatchScratch.take(limits) else { throw MatchLimitError(limit: .memory) }
        guard let data = pcre2_match_data_create_from_pattern_8(pattern.code, nil) else {
            MatchScratch.giveBack(scratch)
            throw MatchLimitError(limit: .memory)
        }
        self.pattern = pattern
        self.text = text
        self.scratch = scratch
        self.data = data
        deadline = .now + limits.time
        // Each way tried may scan the rest of the text, so a long text gets fewer of them.
        let affordable = max(1_000, Self.scanBudget / max(1, text.count))
        _ = pcre2_set_match_limit_8(scratch.context, min(limits.backtracks, UInt32(clamping: affordable)))
    }

    deinit {
        pcre2_match_data_free_8(data)
        MatchScratch.giveBack(scratch)
    }

    /// The byte range of group `number` in the last match; nil when the group took no part in it.
    func range(ofGroup number: Int) -> Range<Int>? {
        guard let offsets = pcre2_get_ovector_pointer_8(data) else { return nil }
        let (lower, upper) = (offsets[2 * number], offsets[2 * number + 1])
        // PCRE2 marks a group that took no part by the greatest unsigned offset, which is imported as -1.
        guard lower >= 0, lower <= upper, upper <= text.count else { return nil }
        return lower..<upper
    }

    /// Looks for the first match that begins at `start` or later. `options` are those of `pcre2_match`.
    ///
    /// PCRE2's limits hold for each starting position alone, so a text of a million characters could cost a million
    /// times the limit. Hence a search looks at a window of starting positions at a time, and at the clock between
    /// windows.
    func find(from start: Int, options: UInt32 = 0) throws(MatchLimitError) -> Bool {
        guard !pattern.isAnchored, options & PCRE2_ANCHORED == 0 else {
            _ = pcre2_set_offset_limit_8(scratch.context, Int(bitPattern: UInt.max))
            return try run(from: start, options: options)
        }
        var window = Self.smallestWindow
        var position = start
        while true {
            let last = position + window
            _ = pcre2_set_offset_limit_8(scratch.context, last)
            let notAtStart = position == start ? options : options & ~UInt32(PCRE2_NOTEMPTY_ATSTART)
            if try run(from: position, options: notAtStart) { return true }
            guard last < text.count else { return false }
            guard ContinuousClock.now < deadline else { throw MatchLimitError(limit: .time) }
            position = characterBoundary(from: last + 1)
            window = min(2 * window, Self.largestWindow)
        }
    }

    /// How many bytes one attempt at a match may scan, roughly: half a second's worth.
    private static let scanBudget = 500_000_000
    private static let smallestWindow = 256
    private static let largestWindow = 2048

    /// The first position at or after `position` that does not split a character.
    private func characterBoundary(from position: Int) -> Int {
        var position = position
        while position < text.count, text[position] & 0xC0 == 0x80 { position += 1 }
        return position
    }

    private func run(from start: Int, options: UInt32) throws(MatchLimitError) -> Bool {
        // A Swift string is valid UTF-8 already.
        let options = options | PCRE2_NO_UTF_CHECK
        var result = match(from: start, options)
        if result == PCRE2_ERROR_JIT_STACKLIMIT {
            // The interpreter keeps its stack in the heap, up to the heap limit.
            result = match(from: start, options | PCRE2_NO_JIT)
        }
        switch result {
        case 0...: return true
        case PCRE2_ERROR_NOMATCH: return false
        case PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_RECURSELOOP:
            throw MatchLimitError(limit: .backtracks)
        case PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_NOMEMORY: throw MatchLimitError(limit: .memory)
        default: throw MatchLimitError(limit: .engine)
        }
    }

    private func match(from start: Int, _ options: UInt32) -> Int32 {
        // An empty text may have no address, which PCRE2 refuses.
        var nothing: UInt8 = 0
        return withUnsafePointer(to: &nothing) {
            pcre2_match_8(pattern.code, text.baseAddress ?? $0, text.count, start, options, data, scratch.context)
        }
    }
}
