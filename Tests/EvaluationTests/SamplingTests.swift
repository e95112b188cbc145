import Evaluation
import Testing

@Suite struct SamplingTests {
    // Computed with Python's hashlib from the rule in Langfuse's deterministicSampling.ts.
    @Test(arguments: [
        ("trace-1", 0.6412313318086813), ("4bf92f3577b34da6a3ce929d0e0e4736", 0.1992958224133744),
        ("", 0.42108499748593686),
    ])
    func `A target has the place that Langfuse's own evaluators give it`(id: String, position: Double) {
        #expect(Sampling.position(of: id) == position)
    }

    @Test func `Rate 1 takes every target and rate 0 none`() {
        for index in 0..<200 {
            #expect(Sampling.includes("t\(index)", rate: 1))
            #expect(!Sampling.includes("t\(index)", rate: 0))
        }
    }

    @Test func `A quarter takes about a quarter`() {
        let taken = (0..<10_000).count { Sampling.includes("trace-\($0)", rate: 0.25) }
        #expect((2_300...2_700).contains(taken))
    }
}
