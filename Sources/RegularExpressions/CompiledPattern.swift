import CPCRE2

/// Owns a compiled pattern of PCRE2.
///
/// The code is never written to after the initialiser, and PCRE2 allows any number of threads to match with it at once
/// (https://www.pcre.org/current/doc/html/pcre2api.html, "Multithreading"), hence unchecked.
final class CompiledPattern: @unchecked Sendable {
    let code: OpaquePointer
    /// Whether a match can begin only where the search does.
    let isAnchored: Bool
    /// The number of groups, not counting the whole match.
    let groupCount: Int
    /// The names of groups and their numbers.
    let groupNames: [String: Int]

    init(_ pattern: String, options: UInt32) throws(PatternError) {
        var error: Int32 = 0
        var offset = 0
        var pattern = pattern
        let compiled = pattern.withUTF8 { utf8 in
            // An empty buffer may have no address, which PCRE2 refuses.
            var nothing: UInt8 = 0
            return withUnsafePointer(to: &nothing) {
                pcre2_compile_8(utf8.baseAddress ?? $0, utf8.count, options, &error, &offset, nil)
            }
        }
        guard let compiled else { throw PatternError(message: Self.message(of: error), offset: offset) }
        code = compiled
        // Without permission to make memory executable this fails, and matching interprets the pattern instead.
        _ = pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
        isAnchored = Self.info(compiled, UInt32(PCRE2_INFO_ALLOPTIONS), as: 0 as UInt32) & PCRE2_ANCHORED != 0
        groupCount = Int(Self.info(compiled, UInt32(PCRE2_INFO_CAPTURECOUNT), as: 0 as UInt32))
        groupNames = Self.names(compiled)
    }

    deinit { pcre2_code_free_8(code) }

    private static func message(of error: Int32) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
            let count = pcre2_get_error_message_8(error, buffer.baseAddress, buffer.count)
            guard count > 0 else { return "error \(error)" }
            return String(decoding: buffer[..<Int(count)], as: UTF8.self)
        }
    }

    private static func info<T: BitwiseCopyable>(_ code: OpaquePointer, _ what: UInt32, as initial: T) -> T {
        var value = initial
        _ = pcre2_pattern_info_8(code, what, &value)
        return value
    }

    /// Reads the table of names: entries of equal size, each a big-endian number of two bytes and a name ending in NUL.
    private static func names(_ code: OpaquePointer) -> [String: Int] {
        let count = Int(info(code, UInt32(PCRE2_INFO_NAMECOUNT), as: 0 as UInt32))
        let size = Int(info(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), as: 0 as UInt32))
        guard count > 0, let table = info(code, UInt32(PCRE2_INFO_NAMETABLE), as: nil as UnsafePointer<UInt8>?) else {
            return [:]
        }
        var names: [String: Int] = [:]
        for entry in 0..<count {
            let start = table + entry * size
            names[String(cString: start + 2)] = Int(start[0]) << 8 | Int(start[1])
        }
        return names
    }
}
