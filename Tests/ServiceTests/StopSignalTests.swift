import Testing

@testable import Service

struct StopSignalTests {
    @Test(.timeLimit(.minutes(1))) func `Work that does not end is not waited for beyond the limit`() async {
        let endless = Task { try? await Task.sleep(for: .seconds(3_600)) } as Task<Void?, Never>
        let work = Task { _ = await endless.value }
        #expect(await !StopSignal().outlast(work, atMost: .milliseconds(20)))
        endless.cancel()
        await work.value
    }

    @Test func `Work that ends is waited for, whatever was wished`() async {
        let signal = StopSignal()
        signal.raiseAtOnce()
        let (ends, end) = AsyncStream<Void>.makeStream()
        let work = Task { for await _ in ends {} }
        async let isDone = signal.outlast(work, atMost: .seconds(60))
        end.finish()
        #expect(await isDone)
    }
}
