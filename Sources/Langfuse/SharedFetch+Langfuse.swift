import HTTPClient

extension SharedFetch where Failure == LangfuseError {
    /// Fetches from Langfuse.
    static func ofLangfuse() -> SharedFetch {
        SharedFetch(
            cancelled: LangfuseError(code: .cancelled, message: "waiting for Langfuse was cancelled"),
            isCancelled: { $0.code == .cancelled })
    }
}
