import Glibc

/// Why a process could not be started.
struct SpawnError: Error {
    let message: String
    /// Whether it would fail again until somebody mends it: the program or the folder is missing, or is none.
    let isLasting: Bool

    init(_ program: String, _ step: String, errno code: Int32) {
        isLasting = [ENOENT, EACCES, ENOTDIR, ENOEXEC].contains(code)
        message = "`\(program)` \(step): \(String(cString: strerror(code)))"
    }
}
