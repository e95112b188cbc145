extension ChatModelObserver {
    /// Makes a call to the model called `model` and reports it, however it ends; `note` writes into the report what a reply
    /// tells.
    func report<Reply>(
        _ model: String, askedBy judge: String?, _ call: () async throws(ChatModelError) -> Reply,
        note: (Reply, inout ChatCallReport) -> Void
    ) async throws(ChatModelError) -> Reply {
        let start = ContinuousClock.now
        var report = ChatCallReport(model: model, judge: judge, duration: .zero)
        defer {
            report.duration = ContinuousClock.now - start
            callFinished(report)
        }
        do throws(ChatModelError) {
            let reply = try await call()
            note(reply, &report)
            return reply
        } catch {
            report.failure = error.code
            throw error
        }
    }
}
