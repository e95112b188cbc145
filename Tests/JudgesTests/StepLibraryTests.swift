import Evaluation
import TestSupport
import Testing

@testable import Judges

struct StepLibraryTests {
    private static let key = StepKey(criteria: "c", promptHash: "h", language: "en", model: "m")

    /// Waits until `count` grades wait for the writing of the model `judge`, and fails it.
    private static func failing(
        _ library: StepLibrary, _ failure: GradeFailure, waitedForBy count: Int
    ) async throws(GradeFailure) -> (steps: [String], model: String) {
        do {
            try await eventually("\(count) waiting") { library.waiting(for: Self.key, by: "judge") == count }
        } catch {
            throw GradeFailure(code: .internal, message: "\(error)")
        }
        throw failure
    }

    /// How `count` grades fail that want steps at the same time, all but the one that has them written waiting for it.
    private static func failures(_ count: Int, with failure: GradeFailure) async -> [GradeFailure] {
        let library = StepLibrary()
        return await withTaskGroup(of: GradeFailure?.self) { group in
            for _ in 0..<count {
                group.addTask {
                    do throws(GradeFailure) {
                        _ = try await library.steps(for: Self.key, by: "judge") { () async throws(GradeFailure) in
                            try await Self.failing(library, failure, waitedForBy: count - 1)
                        }
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            var failures: [GradeFailure] = []
            for await failure in group { if let failure { failures.append(failure) } }
            return failures
        }
    }

    @Test(arguments: [GradeFailure.Code.unparseable, .schemaViolation, .truncated, .auth, .budget, .rateLimited])
    func `One bad reply fails one grade, and those that waited may be tried again and pause no judge`(
        _ code: GradeFailure.Code
    ) async {
        let failure = GradeFailure(code: code, message: "a bad reply", retryAfter: .seconds(7))
        let failures = await Self.failures(64, with: failure)
        #expect(failures.count == 64)
        #expect(failures.count { $0 == failure } == 1)
        let waited = failures.filter { $0 != failure }
        #expect(waited.allSatisfy { $0.isTransient && PauseReason($0.code) == nil })
        #expect(waited.allSatisfy { $0.message.contains("a bad reply") && $0.retryAfter == .seconds(7) })
    }

    @Test func `The voters of one grade fail alike, so that their judge is paused as one that asks once`() async {
        let failure = GradeFailure(code: .auth, message: "a bad key")
        let terms = CallTerms(mayCall: true, sampleRate: 1, asker: "a")
        let failures = await CallTerms.$current.withValue(terms) { await Self.failures(3, with: failure) }
        #expect(failures == [failure, failure, failure])
    }

    @Test func `A model writes for itself while another of the same identity fails`() async throws {
        let library = StepLibrary()
        let failure = GradeFailure(code: .auth, message: "a bad key")
        await #expect(throws: failure) {
            try await library.steps(for: Self.key, by: "bad") {
                () async throws(GradeFailure) -> (steps: [String], model: String) in
                let written = try await library.steps(for: Self.key, by: "good") { () async throws(GradeFailure) in
                    (["Look."], "m-1")
                }
                #expect(written.steps == ["Look."])
                throw failure
            }
        }
        #expect(await library.known(for: Self.key).steps?.steps == ["Look."])
    }

    @Test func `Of two models that write at the same time both go by the steps that were there first`() async throws {
        let library = StepLibrary()
        let steps = try await library.steps(for: Self.key, by: "slow") { () async throws(GradeFailure) in
            _ = try await library.steps(for: Self.key, by: "quick") { () async throws(GradeFailure) in
                (["first"], "m-1")
            }
            return (["second"], "m-2")
        }
        #expect(steps.steps == ["first"])
    }

    @Test func `Steps written while the store failed give way to those it has`() async throws {
        let store = KeptSteps()
        _ = try await StepLibrary(store: store).steps(for: Self.key, by: "judge") { () async throws(GradeFailure) in
            (["kept"], "m-1")
        }
        let library = StepLibrary(store: store)
        store.fail(true)
        #expect(await library.known(for: Self.key) == .unreadable)
        for steps in ["written meanwhile", "never written"] {
            let used = try await library.steps(for: Self.key, by: "judge") { () async throws(GradeFailure) in
                ([steps], "m-1")
            }
            #expect(used.steps == ["written meanwhile"])
        }
        store.fail(false)
        let used = try await library.steps(for: Self.key, by: "judge") { () async throws(GradeFailure) in
            (["never written"], "m-1")
        }
        #expect(used.steps == ["kept"])
    }

    @Test func `Steps written while the store failed are kept once it works, when it has none`() async throws {
        let store = KeptSteps()
        let library = StepLibrary(store: store)
        store.fail(true)
        let first = try await library.steps(for: Self.key, by: "judge") { () async throws(GradeFailure) in
            (["written meanwhile"], "m-1")
        }
        store.fail(false)
        #expect(await library.known(for: Self.key) == .found(first))
        #expect(await store.steps(Self.key) == .found(first))
    }
}
