import Glibc

/// The number of files and sockets the process may have open.
enum DescriptorLimit {
    /// Raises the limit to the most the system allows. The usual 1,024 is less than a full listener needs beside the
    /// connections to models and to Langfuse, and a listener that runs into it stops accepting.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        // A refusal leaves the limit as it was, which may well be enough.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
