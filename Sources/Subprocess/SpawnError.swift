import Glibc

/// Why a process could not be started.
struct SpawnError: Error {
    let message: String

    init(_ program: String, _ step: String, errno code: Int32) {
        message = "`\(program)` \(step): \(String(cString: strerror(code)))"
    }
}
