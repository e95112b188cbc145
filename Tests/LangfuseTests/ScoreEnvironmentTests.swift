import Testing

@testable import Langfuse

struct ScoreEnvironmentTests {
    @Test(arguments: [
        ("production", "production"),
        ("Production", "production"),
        ("eu-west_1", "eu-west_1"),
        ("langfuse", "default"),
        ("langfuse-llm-as-a-judge", "llm-as-a-judge"),
        ("LANGFUSE_x", "x"),
        ("langfuse-langfuse_x", "x"),
        ("langfuselangfusex", "x"),
        ("langfuse--x", "x"),
        ("my-langfuse", "my-langfuse"),
        ("My Env", "default"),
        ("prod.eu", "default"),
        ("prüfung", "default"),
        ("", "default"),
        ("-", "-"),
    ])
    func `An environment is what Langfuse would rewrite it to`(given: String, stored: String) {
        #expect(ScoreEnvironment.normalised(given) == stored)
        #expect(ScoreEnvironment.normalised(stored) == stored)
    }

    @Test func `An environment is cut to forty characters before it is looked at`() {
        let long = String(repeating: "a", count: 40)
        #expect(ScoreEnvironment.normalised(long + " not looked at") == long)
        #expect(ScoreEnvironment.normalised("langfuse-" + long) == long)
    }
}
