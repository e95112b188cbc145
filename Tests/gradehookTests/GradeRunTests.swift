import Service
import Synchronization
import TestSupport
import Testing

@testable import gradehook

@Suite struct GradeRunTests {
    static func lines(_ count: Int) -> [TraceFile.Line] {
        (0..<count).map { TraceFile.Line(number: $0 + 1, bytes: []) }
    }

    @Test(arguments: [(1, 5), (4, 3), (4, 100), (64, 1)])
    func `As many lines are graded at once as were asked for, and no more`(_ width: Int, _ count: Int) async throws {
        let active = Mutex((now: 0, most: 0))
        let wanted = min(width, count)
        let run = GradeRun(width: width) { _ in
            active.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            // Nobody goes on before as many have come as may come.
            try? await eventually("the others come") { active.withLock { $0.most } >= wanted }
            active.withLock { $0.now -= 1 }
            return .success([])
        }
        var printed: [Int] = []
        await run.run(Self.lines(count)) { line, _ in printed.append(line.number) }
        #expect(printed == Array(1...count))
        #expect(active.withLock { $0.most } == wanted)
    }

    @Test func `A slow line holds up only so many results behind it`() async {
        let seen = Mutex(0)
        let run = GradeRun(width: 2) { line in
            seen.withLock { $0 += 1 }
            // The first line is done once seven others are, which is as far as grading runs ahead of it.
            if line.number == 1 { try? await eventually("the others are graded") { seen.withLock { $0 } == 8 } }
            return .success([])
        }
        var printed: [Int] = []
        await run.run(Self.lines(40)) { line, _ in
            if printed.isEmpty { #expect(seen.withLock { $0 } == 8) }
            printed.append(line.number)
        }
        #expect(printed == Array(1...40))
    }

    @Test func `The width is that of the model which takes most, and no less than the cores`() throws {
        let loader = ConfigurationLoader(variables: [:])
        let models = try loader.parse(
            "models: [{name: a, provider: mock, max_concurrency: 7}, {name: b, provider: mock, max_concurrency: 3}]\n",
            file: "f")
        #expect(GradeRun.width(of: models, cores: 2) == 7)
        #expect(GradeRun.width(of: models, cores: 16) == 16)
        #expect(GradeRun.width(of: try loader.parse("", file: "f"), cores: 2) == 2)
    }
}
