import Service

/// The text of a configuration, put together from its sections; every one has a default that works.
struct ConfigurationText: Sendable {
    static let secret = "whsec_bm8gc2VjcmV0IGF0IGFsbA=="
    static let adminToken = "admin-token-1f9d"
    static let judgeKey = "sk-judge-77aa"

    /// A model at `${JUDGE_URL}` that is asked once for each attempt of a job.
    static let judgeModel = """
        {name: remote, provider: openai, model: m-1, base_url: "${JUDGE_URL}", api_key: "${JUDGE_KEY}", max_attempts: 1, \
        timeout: 20s}
        """
    static let judge = "{name: judge, kind: llm_judge, model: remote, criteria: Is the answer right?}"
    static let langfuse = """
        {base_url: "${LANGFUSE_URL}", public_key: pk-lf-test, secret_key: "${LANGFUSE_KEY}", timeout: 5s}
        """

    var listen = "127.0.0.1:0"
    var server = "threads: 1"
    var admin = ""
    var sources = [#"{name: default, signature: {scheme: standard_webhooks, secrets: ["${SECRET}"]}}"#]
    var langfuse: String?
    var models: [String] = []
    var graders = ["{name: concise, kind: length, max: 20}"]
    var rules = ["{name: everything, graders: [concise]}"]
    var queue = "backoff: {base: 1ms, cap: 1ms}"
    var sinks = ["sqlite"]
    /// Off, since the events of most tests are alike and each is to take a call of its own; nil leaves it to the service.
    var cache: String? = "{enabled: false}"
    /// Further lines at the top level.
    var more: [String] = []

    /// The whole text.
    var text: String {
        var lines = [
            #"server: {listen: "\#(listen)", \#(server)}"#, "admin: {\(admin)}", #"data_dir: "${DATA}""#,
            "sources: [\(sources.joined(separator: ", "))]", "models: [\(models.joined(separator: ", "))]",
            "graders: [\(graders.joined(separator: ", "))]", "rules: [\(rules.joined(separator: ", "))]",
            "queue: {\(queue)}", "sinks: [\(sinks.joined(separator: ", "))]",
        ]
        if let langfuse { lines.append("langfuse: \(langfuse)") }
        lines += more
        if let cache { lines.append("cache: \(cache)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Parses the text with `variables` beside the usual ones.
    func parse(_ variables: [String: String] = [:], data: String = "unused") throws -> Configuration {
        let usual = [
            "SECRET": Self.secret, "DATA": data, "JUDGE_KEY": Self.judgeKey, "LANGFUSE_KEY": "sk-lf-test",
            "ADMIN_TOKEN": Self.adminToken,
        ]
        let loader = ConfigurationLoader(variables: usual.merging(variables) { _, new in new })
        return try loader.parse(text, file: "test.yaml")
    }

    /// The defaults with some of them changed.
    static func make(_ change: (inout Self) -> Void = { _ in }) -> Self {
        var text = Self()
        change(&text)
        return text
    }
}
