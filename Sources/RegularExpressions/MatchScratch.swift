import CPCRE2
import Synchronization

/// The memory a match needs besides its result: the context that holds the limits, and the stack of compiled patterns.
///
/// It is used by one thread at a time: `take()` hands it out and `giveBack(_:)` takes it back, hence unchecked.
final class MatchScratch: @unchecked Sendable {
    let context: OpaquePointer
    private let stack: OpaquePointer?

    /// The stack starts small and may grow: most matches need little, and untouched pages cost nothing.
    private static let stackSize = 32 * 1024
    private static let largestStackSize = 4 * 1024 * 1024
    /// More searches than this at once is rare; what is beyond is freed again.
    private static let largestKeptCount = 4
    private static let pool = Mutex<[MatchScratch]>([])

    private init?() {
        guard let context = pcre2_match_context_create_8(nil) else { return nil }
        self.context = context
        stack = pcre2_jit_stack_create_8(Self.stackSize, Self.largestStackSize, nil)
        // Without a stack of its own a match uses 32 KiB of the thread's.
        if let stack { pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack)) }
    }

    deinit {
        pcre2_match_context_free_8(context)
        if let stack { pcre2_jit_stack_free_8(stack) }
    }

    /// Returns scratch memory with `limits` set; nil when there is no memory.
    static func take(_ limits: MatchLimits) -> MatchScratch? {
        guard let scratch = pool.withLock({ $0.popLast() }) ?? MatchScratch() else { return nil }
        _ = pcre2_set_match_limit_8(scratch.context, limits.backtracks)
        _ = pcre2_set_depth_limit_8(scratch.context, limits.backtracks)
        _ = pcre2_set_heap_limit_8(scratch.context, limits.heapKiB)
        return scratch
    }

    /// Keeps scratch memory for the next search.
    static func giveBack(_ scratch: MatchScratch) {
        pool.withLock { if $0.count < largestKeptCount { $0.append(scratch) } }
    }
}
