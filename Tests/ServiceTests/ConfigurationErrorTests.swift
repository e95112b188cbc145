import JSON
import Service
import Testing

/// What a broken configuration is answered with: the place and what would be right.
struct ConfigurationErrorTests {
    /// A file, the place of its fault, and parts of the message.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var line: Int
        var column: Int
        var parts: [String]

        init(_ name: String, _ text: String, _ line: Int, _ column: Int, _ parts: String...) {
            testDescription = name
            self.text = text
            self.line = line
            self.column = column
            self.parts = parts
        }
    }

    private static let shape = [
        Case("not YAML", "sources: [\n", 2, 1, "not YAML"),
        Case("a list at the top", "- 1\n", 1, 1, "expected keys at the top level", "array"),
        Case("a key given twice", "project: a\nproject: b\n", 1, 1, "given twice", "`project`"),
        Case("a misspelt section", "sorces: []\n", 1, 1, "`sorces`", "did you mean `sources`?"),
        Case("a misspelt key", "queue:\n  capcity: 3\n", 2, 3, "`capcity`", "did you mean `capacity`?"),
        Case("a wrong type", "queue:\n  capacity: many\n", 2, 3, "whole number"),
        Case("a number out of range", "queue:\n  capacity: 0\n", 2, 3, "1"),
        Case("a duration without a unit", "server:\n  header_timeout: 10\n", 2, 3, "expected a duration with its unit"),
        Case(
            "a duration that is too long", "server:\n  header_timeout: 20h\n", 2, 3, "expected a duration from", "20h"),
        Case("a size that is none", "server:\n  max_body_bytes: 4 MegaBytes\n", 2, 3, "expected a size"),
        Case(
            "less memory than one body", "server:\n  max_body_bytes: 1MiB\n  max_buffered_bytes: 1000\n", 3, 3,
            "expected at least 1048576 bytes", "1000"),
        Case(
            "a queue that one body overflows", "server:\n  max_body_bytes: 2MiB\nqueue:\n  max_bytes: 1MiB\n", 4, 3,
            "`server.max_body_bytes`, 2097152", "would never fit"),
        Case(
            "a queue that a body of the default size overflows", "queue:\n  max_bytes: 4MiB\n", 2, 3,
            "`server.max_body_bytes`, 4718592"),
        Case("a misspelt sink", "sinks: [sqlit]\n", 1, 9, "unknown sink `sqlit`", "did you mean `sqlite`?"),
        Case("an address that is none", "server: {listen: here}\n", 1, 10, "expected an address and a port"),
        Case("a sink that is none", "sinks: [stdout]\n", 1, 9, "unknown sink `stdout`", "langfuse, sqlite"),
        Case("a sink without its section", "sinks: [langfuse]\n", 1, 1, "needs the `langfuse` section"),
        Case("a store without its folder", "sinks: [sqlite]\n", 1, 1, "needs `data_dir`"),
        Case(
            "a variable that is not set", "project: a\nadmin: {token: \"${NOT_SET}\"}\n", 2, 16, "NOT_SET", "is not set"
        ),
        Case("a variable without an end", "project: \"${X\"\n", 1, 10, "without `}`"),
        Case("a file that is not there", "admin: {token: \"${file:/nowhere/at/all}\"}\n", 1, 16, "/nowhere/at/all"),
        Case("a store without a folder", "store: {retention: 90d}\n", 1, 1, "`data_dir`"),
        Case("a retention of minutes", "data_dir: x\nstore: {retention: 5m}\n", 2, 9, "from 1h"),
        Case(
            "fewer fates than jobs", "fate_capacity: 99\nqueue: {capacity: 100}\n", 1, 1, "`queue.capacity`", "100"),
        Case("an empty token", "admin: {token: \"\"}\n", 1, 9, "the secret is empty"),
    ]

    private static let senders = [
        Case("a source without a name", "sources:\n  - signature: {scheme: none}\n", 2, 5, "`name`"),
        Case("a name for no path", "sources:\n  - {name: a/b, signature: {scheme: none}}\n", 2, 6, "letters, digits"),
        Case(
            "a misspelt scheme", "sources:\n  - {name: a, signature: {scheme: standard_webhook, secrets: [x]}}\n", 2,
            27,
            "did you mean `standard_webhooks`?"),
        Case("no secrets", "sources:\n  - {name: a, signature: {scheme: github}}\n", 2, 15, "`secrets` is missing"),
        Case(
            "an empty secret", "sources:\n  - {name: a, signature: {scheme: github, secrets: [\"\"]}}\n", 2, 53,
            "the secret is empty"),
        Case(
            "a secret that is no base64",
            "sources:\n  - {name: a, signature: {scheme: standard_webhooks, secrets: [\"whsec_%\"]}}\n", 2, 15,
            "secret 1"),
        Case(
            "an expiry that is no time",
            "sources:\n  - {name: a, signature: {scheme: github, secrets: [{value: x, expires: soon}]}}\n", 2, 64,
            "RFC 3339"),
        Case(
            "two sources of one name",
            "sources:\n  - {name: a, signature: {scheme: none}}\n  - {name: a, signature: {scheme: none}}\n", 3, 6,
            "two sources are called `a`"),
        Case(
            "unsigned events from anywhere",
            "server: {listen: \"0.0.0.0:8080\"}\nsources:\n  - {name: a, signature: {scheme: none}}\n", 3, 27,
            "loopback"),
        Case(
            "a Langfuse that is no URL", "langfuse: {base_url: cloud, public_key: p, secret_key: s}\n", 1, 12,
            "http or https URL"),
        Case(
            "a password in Langfuse's URL",
            "langfuse: {base_url: \"https://u:hush@x.example\", public_key: p, secret_key: s}\n", 1, 12,
            "user and password",
            "`secret_key`"),
        Case(
            "a Langfuse without its key", "langfuse: {base_url: \"https://x.example\", public_key: p}\n", 1, 1,
            "`secret_key`"),
        Case("a provider that is none", "models:\n  - {name: m, provider: openia, model: x}\n", 2, 15, "openai"),
        Case("a model over FTP", model("ftp://x.example/v1"), 2, 43, "http or https URL"),
        Case("a model at a bare name", model("x.example/v1"), 2, 43, "http or https URL"),
        Case("a model without a host", model("https:///v1"), 2, 43, "expected a host"),
        Case("a model with a name of spaces", model("https://a b/v1"), 2, 43, "expected a host"),
        Case("a model at no port", model("https://x.example:99999/v1"), 2, 43, "expected a host"),
        Case("a model at half an address", model("http://[::1/v1"), 2, 43, "expected a host"),
        Case("a model behind a question", model("https://x.example/v1?key=hush"), 2, 43, "without `?`"),
        Case("a key in a model's URL", model("https://hush@x.example/v1"), 2, 43, "user and password", "`api_key`"),
        Case(
            "two models of one name", "models:\n  - {name: m, provider: mock}\n  - {name: m, provider: mock}\n", 3, 6,
            "two models are called `m`"),
    ]

    private static func model(_ url: String) -> String {
        "models:\n  - {name: m, provider: openai, model: x, base_url: \"\(url)\"}\n"
    }

    @Test(arguments: [
        "http://127.0.0.1:8000/v1", "https://api.example.com", "HTTPS://api.example.com/v1/", "http://[::1]:8000/v1",
        "http://vllm_1:80",
    ])
    func `A model may be anywhere that http reaches`(_ url: String) throws {
        let configuration = try ConfigurationLoader(variables: [:]).parse(Self.model(url), file: "f")
        #expect(configuration.models.first?.baseURL == url)
    }

    private static let grading = [
        Case(
            "a misspelt kind", "graders:\n  - {name: g, kind: levenstein}\n", 2, 15, "unknown kind `levenstein`",
            "did you mean `levenshtein`?"),
        Case(
            "a misspelt parameter", "graders:\n  - {name: g, kind: length, maxx: 3}\n", 2, 29, "unknown key `maxx`",
            "did you mean `max`?"),
        Case(
            "a pattern that does not compile", "graders:\n  - {name: g, kind: regex, pattern: \"(\"}\n", 2, 28,
            "pattern"),
        Case(
            "a path that is none", "graders:\n  - {name: g, kind: levenshtein, map: {expected: \"metadata.gold\"}}\n",
            2, 40, "not a JSONPath (RFC 9535)"),
        Case(
            "two graders of one name",
            "graders:\n  - {name: g, kind: length, max: 1}\n  - {name: g, kind: length, max: 2}\n", 3, 6,
            "two graders are called `g`"),
        Case(
            "two graders for one score",
            "graders:\n  - {name: a, kind: length, max: 1}\n  - {name: b, kind: length, max: 2, score_name: a}\n", 3,
            37, "would both write the score `a`"),
        Case(
            "a judge without a model", "graders:\n  - {name: j, kind: llm_judge, model: gpt, criteria: Good?}\n", 2, 32,
            "no model is called `gpt`"),
        Case(
            "a part that is not there",
            "graders:\n  - {name: exact, kind: exact_match}\n  - {name: q, kind: weighted_mean, of: {exakt: 1}}\n", 3,
            41, "no grader called `exakt`", "did you mean `exact`?"),
        Case(
            "aggregators in a ring",
            "graders:\n  - {name: a, kind: weighted_mean, of: {b: 1}}\n  - {name: b, kind: weighted_mean, of: {a: 1}}\n",
            2, 41, "read each other"),
        Case(
            "an aggregator of itself", "graders:\n  - {name: a, kind: weighted_mean, of: {a: 1}}\n", 2, 41,
            "`a` reads itself"),
        Case(
            "a threshold beyond the scale", "graders:\n  - {name: a, kind: levenshtein, threshold: 80}\n", 2, 34,
            "from 0 to 1", "80"),
        Case(
            "a threshold below a boolean", "graders:\n  - {name: a, kind: exact_match, threshold: -0.5}\n", 2, 34,
            "from 0 to 1"),
        Case(
            "a pattern of a path that does not compile",
            "graders:\n  - {name: a, kind: exact_match, map: {expected: \"$[?match(@.a, '[')]\"}}\n", 2, 40,
            "does not compile", "byte 14"),
        Case(
            "a label in a mean",
            "models: [{name: m, provider: mock}]\ngraders:\n  - {name: tone, kind: llm_judge, model: m, criteria: Tone?, output: {type: categorical, choices: [a, b]}}\n  - {name: q, kind: weighted_mean, of: {tone: 1}}\n",
            4, 41, "tone"),
        Case(
            "an inverted label",
            "models: [{name: m, provider: mock}]\ngraders:\n  - {name: tone, kind: llm_judge, model: m, criteria: Tone?, invert: true, output: {type: categorical, choices: [a, b]}}\n",
            3, 62, "no order to invert"),
        Case(
            "a rule that names nobody",
            "graders:\n  - {name: exact, kind: exact_match}\nrules:\n  - {name: r, graders: [exat]}\n", 4, 25,
            "no grader called `exat`", "did you mean `exact`?"),
        Case("a rule without graders", "rules:\n  - {name: r}\n", 2, 5, "`graders`"),
        Case(
            "a sample above one",
            "graders: [{name: e, kind: exact_match}]\nrules:\n  - {name: r, sample: 1.5, graders: [e]}\n", 3, 15, "1"),
        Case(
            "a condition on nothing",
            "graders: [{name: e, kind: exact_match}]\nrules:\n  - {name: r, when: {tag: x}, graders: [e]}\n", 3, 22,
            "`tag`", "did you mean `tags`?"),
        Case(
            "a condition that does not compile",
            "graders: [{name: e, kind: exact_match}]\nrules:\n  - {name: r, when: {name: {regex: \"(\"}}, graders: [e]}\n",
            3, 29, "does not compile"),
        Case(
            "two rules of one name",
            "graders: [{name: e, kind: exact_match}]\nrules:\n  - {name: r, graders: [e]}\n  - {name: r, graders: [e]}\n",
            4, 6, "two rules are called `r`"),
    ]

    private static let cascades = [
        Case(
            "a condition on nobody",
            "graders:\n  - {name: exact, kind: exact_match}\n  - {name: b, kind: length, max: 1, only_if: {grader: exakt, equals: true}}\n",
            3, 47, "no grader called `exakt`", "did you mean `exact`?"),
        Case(
            "a grader that waits for itself",
            "graders:\n  - {name: a, kind: exact_match, only_if: {grader: a, equals: true}}\n",
            2, 44, "`a` waits for itself"),
        Case(
            "graders that wait for each other",
            "graders:\n  - {name: a, kind: exact_match, only_if: {grader: b, equals: true}}\n  - {name: b, kind: all_of, of: [a]}\n",
            2, 44, "`a` and `b` wait for each other"),
        Case(
            "a condition that can never hold",
            "graders:\n  - {name: a, kind: levenshtein}\n  - {name: b, kind: exact_match, only_if: {grader: a, at_least: 0.5, equals: true}}\n",
            3, 70, "`a` gives numbers"),
        Case(
            "a condition without a bound",
            "graders:\n  - {name: a, kind: levenshtein}\n  - {name: b, kind: exact_match, only_if: {grader: a}}\n",
            3, 34, "give at least one of"),
        Case(
            "a part of the name of another grader",
            "models: [{name: m, provider: mock}]\ngraders:\n  - {name: j, kind: llm_judge, model: m, criteria: Good?, output: {type: scores, scores: {a: {type: boolean}, b: {type: boolean}}}}\n  - {name: j.b, kind: length, max: 1}\n",
            4, 6, "would both write the score `j.b`"),
        Case(
            "a vote of too many",
            "models: [{name: m, provider: mock}]\ngraders:\n  - {name: j, kind: llm_judge, model: m, criteria: Good?, votes: {n: 99}}\n",
            3, 67, "from 2 to 25"),
    ]

    @Test(arguments: shape + senders + grading + cascades)
    func `A broken configuration is answered with file, line, column and what would be right`(_ broken: Case) throws {
        let error = try #require(
            throws: ConfigurationError.self,
            performing: {
                let configuration = try ConfigurationLoader(variables: [:]).parse(broken.text, file: "gradehook.yaml")
                try ConfigurationCheck.run(configuration)
            })
        #expect(error.line == broken.line, "\(error)")
        #expect(error.column == broken.column, "\(error)")
        #expect(error.description == "gradehook.yaml:\(error.line):\(error.column): \(error.message)")
        for part in broken.parts { #expect(error.message.contains(part), "\(error)") }
        #expect(!error.message.contains("hush"), "a URL may hold a secret")
    }

    @Test func `A file that is not there is an error of its first line`() throws {
        let error = try #require(
            throws: ConfigurationError.self,
            performing: { try ConfigurationLoader(variables: [:]).load("/nowhere/at/all.yaml") })
        #expect(error.description == "/nowhere/at/all.yaml:1:1: the file cannot be read; is the path right?")
    }

    @Test func `A service is not built from a configuration that makes no sense`() async throws {
        let broken = ConfigurationText.make { $0.rules = ["{name: r, graders: [nobody]}"] }
        await #expect(throws: ConfigurationError.self) { try await withService(broken) { _ in } }
    }
}
