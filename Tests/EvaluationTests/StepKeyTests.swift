import Evaluation
import Testing

struct StepKeyTests {
    @Test func `Every part counts, and where one ends does too`() {
        let base = StepKey(criteria: "ab", promptHash: "cd", language: "en", model: "openai/m")
        #expect(base == StepKey(criteria: "ab", promptHash: "cd", language: "en", model: "openai/m"))
        #expect(base.bytes.count == 32)
        let others = [
            StepKey(criteria: "ab ", promptHash: "cd", language: "en", model: "openai/m"),
            StepKey(criteria: "ab", promptHash: "ce", language: "en", model: "openai/m"),
            StepKey(criteria: "ab", promptHash: "cd", language: "zh", model: "openai/m"),
            StepKey(criteria: "ab", promptHash: "cd", language: "en", model: "azure/m"),
            StepKey(criteria: "abc", promptHash: "d", language: "en", model: "openai/m"),
        ]
        #expect(Set([base] + others).count == 6)
    }
}
