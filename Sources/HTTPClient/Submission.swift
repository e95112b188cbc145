/// A request on its way to the transport's thread, with whoever waits for the answer.
struct Submission: Sendable {
    let id: UInt64
    let request: ClientRequest
    let target: RequestTarget
    let deadline: MonotonicTime
    let continuation: CheckedContinuation<Result<ClientResponse, TransferError>, Never>
}
