import PrometheusMetrics
import TestSupport
import Testing
import WorkQueue

@testable import Service

/// What a service leaves behind in memory once it has run.
struct ReleaseTests {
    /// The parts that others hold on to.
    private struct Remains {
        weak var queue: MemoryQueue?
        weak var registry: PrometheusRegistry?
        weak var fates: FateRecorder?
        weak var database: AnyObject?

        var isNothing: Bool { queue == nil && registry == nil && fates == nil && database == nil }
    }

    private static func run() async throws -> Remains {
        try await withTemporaryFolder { folder in
            let service = try await GradehookService(
                try ConfigurationText().parse(data: folder), logger: LogCapture().logger())
            var remains = Remains()
            remains.queue = service.pipeline.queue
            remains.registry = service.pipeline.registry
            remains.fates = service.pipeline.fates
            remains.database = service.pipeline.database
            #expect(!remains.isNothing)
            _ = try await service.run { $0.stop() }
            return remains
        }
    }

    @Test func `Nothing of a service is kept once it has ended`() async throws {
        let remains = try await Self.run()
        // Tasks that were cut off let go of it a moment later.
        try? await eventually("the end of everything") { remains.isNothing }
        #expect(remains.queue == nil)
        #expect(remains.registry == nil)
        #expect(remains.fates == nil)
        #expect(remains.database == nil)
    }
}
