package import ChatModels
import Evaluation
package import JSON
package import Judges
import Webhooks

/// Everything a configuration file says, checked, with defaults filled in.
package struct Configuration: Sendable {
    /// Where scores go.
    package enum SinkName: String, Sendable, CaseIterable { case langfuse, sqlite }

    /// The file all this was read from; knows the places of keys.
    package let document: ConfigurationDocument
    /// The name score ids are derived for; two projects never share an id.
    package var project: String
    /// The folder of everything kept on disk; nil keeps nothing there.
    package var dataDirectory: String?
    /// Where events come in, and the limits of the door.
    package var server: ServerConfiguration
    /// Who may read, and where.
    package var admin: AdminConfiguration
    /// How log lines look.
    package var logging: LoggingConfiguration
    /// Who may send.
    package var sources: [SourceSection]
    /// Where traces are read and scores written; nil works without Langfuse.
    package var langfuse: LangfuseSection?
    /// What all judges together may spend; nil sets no limit.
    package var budget: Budget?
    /// When judges are paused.
    package var autoPause: PausePolicy
    /// The models judges may ask.
    package var models: [ModelSection]
    /// The `graders` section, still unread: graders are built with the models they call.
    package var graders: [JSONReader]
    /// The `rules` section, still unread: rules name graders.
    package var rules: [JSONReader]
    /// The limits of the queue and its workers.
    package var queue: QueueConfiguration
    /// Where scores go.
    package var sinks: [SinkName]
    /// How far the service may reach, and through what.
    package var network: NetworkConfiguration
    /// Which replies of models are given again.
    package var cache: CacheConfiguration
    /// How long the local store keeps scores.
    package var store: StoreConfiguration
    /// How many fates are kept in memory.
    package var fateCapacity: Int
    /// About the most bytes of final fates in memory.
    package var fateMaximumBytes: Int
    /// Environments of evaluators beside Langfuse's own, whose traces are never graded.
    package var evaluatorEnvironments: [String]
    /// How many delivery ids are remembered against replays.
    package var replayCapacity: Int

    /// Reads `document`; unknown keys are errors.
    package init(_ document: ConfigurationDocument) throws(ConfigurationError) {
        do {
            self = try Self(reading: JSONReader(document.root), of: document)
        } catch {
            throw document.located(error)
        }
    }

    private init(reading source: JSONReader, of document: ConfigurationDocument) throws(JSONReadError) {
        var reader = source
        self.document = document
        project = try reader.string("project") ?? "default"
        dataDirectory = try reader.string("data_dir")
        server = try ServerConfiguration.read(try reader.reader("server"))
        admin = try AdminConfiguration.read(try reader.reader("admin"), server: server)
        logging = try LoggingConfiguration.read(try reader.reader("logging"))
        sources = []
        for entry in try reader.readers("sources") { sources.append(try SourceSection.read(entry)) }
        langfuse = try LangfuseSection.read(try reader.reader("langfuse"))
        models = []
        for entry in try reader.readers("models") { models.append(try ModelSection.read(entry)) }
        if let section = try reader.reader("budget") { budget = try Budget(from: section) }
        autoPause = try AutoPauseSection.read(try reader.reader("auto_pause"))
        graders = try reader.readers("graders")
        rules = try reader.readers("rules")
        queue = try QueueConfiguration.read(
            try reader.reader("queue"), maximumBodyBytes: server.maximumBodyBytes)
        sinks = try Self.sinks(&reader)
        network = try NetworkConfiguration.read(try reader.reader("network"))
        cache = try CacheConfiguration.read(try reader.reader("cache"))
        store = try StoreConfiguration.read(try reader.reader("store"))
        evaluatorEnvironments = try reader.strings("evaluator_environments") ?? []
        fateMaximumBytes = try reader.size("fate_max_bytes", default: 128 << 20)
        // A fifth more than the queue holds, so that what is done can still be looked up.
        let fates = queue.capacity + queue.capacity / 5
        fateCapacity = try reader.count("fate_capacity", default: fates, in: 1...200_000_000)
        replayCapacity = try reader.count("replay_capacity", default: 262_144, in: 1...100_000_000)
        try reader.finish()
        inheritProxy()
        try checkHosts()
        try check(reader)
    }

    private static func sinks(_ reader: inout JSONReader) throws(JSONReadError) -> [SinkName] {
        var sinks: [SinkName] = []
        for (index, text) in (try reader.strings("sinks") ?? []).enumerated() {
            guard let sink = SinkName(rawValue: text) else {
                let known = SinkName.allCases.map(\.rawValue)
                let hint = KeySuggestion.nearest(to: text, among: known).map { "; did you mean `\($0)`?" }
                throw JSONReadError(
                    pointer: "\(reader.path("sinks"))/\(index)",
                    message: "unknown sink `\(text)`\(hint ?? "; known are \(known.joined(separator: ", "))")")
            }
            if !sinks.contains(sink) { sinks.append(sink) }
        }
        return sinks
    }

    /// Checks what only shows in the whole.
    private func check(_ reader: JSONReader) throws(JSONReadError) {
        if fateCapacity < queue.capacity {
            throw reader.error(
                "fate_capacity",
                "every event in the queue has a fate, so expected at least `queue.capacity`, \(queue.capacity)")
        }
        if sinks.contains(.langfuse), langfuse == nil {
            throw reader.error("sinks", "the sink `langfuse` needs the `langfuse` section")
        }
        if store.retention != nil, dataDirectory == nil {
            throw reader.error("store", "`retention` is about the scores in `data_dir`, and there is none")
        }
        if sinks.contains(.sqlite), dataDirectory == nil {
            throw reader.error("sinks", "the sink `sqlite` needs `data_dir`, the folder of its file")
        }
        try checkBudgets(reader)
        for (index, source) in sources.enumerated() {
            let pointer = "\(reader.path("sources"))/\(index)/name"
            if sources[..<index].contains(where: { $0.name == source.name }) {
                throw JSONReadError(pointer: pointer, message: "two sources are called `\(source.name)`")
            }
            if source.scheme == .none, !server.listen.isLoopback {
                throw JSONReadError(
                    pointer: "\(reader.path("sources"))/\(index)/signature/scheme",
                    message:
                        "`none` takes unsigned events, so it is only for a loopback `server.listen`, not \(server.listen)"
                )
            }
        }
        for (index, model) in models.enumerated() where models[..<index].contains(where: { $0.name == model.name }) {
            throw JSONReadError(
                pointer: "\(reader.path("models"))/\(index)/name", message: "two models are called `\(model.name)`")
        }
        try FallbackChains(models).check(reader)
    }
}
