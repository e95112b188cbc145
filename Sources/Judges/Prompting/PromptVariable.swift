import Evaluation
import JSON

/// Something of the sample that a prompt may show.
enum PromptVariable: Sendable, Equatable {
    case field(Sample.Field)
    /// The messages of a conversation, one a line.
    case conversation
    /// The steps an agent took, one a line.
    case trajectory
    case traceName
    /// A member of the trace's metadata, by its path.
    case metadata([String])

    /// The names a prompt may use, for messages.
    static let knownNames =
        Sample.Field.allCases.map(\.rawValue).joined(separator: ", ")
        + ", conversation, trajectory, trace.name, trace.metadata.KEY"

    /// The variable called `name`; nil when there is none.
    init?(_ name: String) {
        if let field = Sample.Field(rawValue: name) {
            self = .field(field)
        } else if let own = ["conversation": Self.conversation, "trajectory": .trajectory, "trace.name": .traceName][
            name]
        {
            self = own
        } else {
            let keys = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard keys.count > 2, keys[0] == "trace", keys[1] == "metadata", !keys.contains("") else { return nil }
            self = .metadata(Array(keys[2...]))
        }
    }

    /// The fields of a sample that the value may be taken from.
    var fields: Set<Sample.Field> {
        switch self {
        case .field(let field): [field]
        case .conversation: [.input, .output]
        case .trajectory: [.toolCalls]
        case .traceName, .metadata: []
        }
    }

    /// The value as text: a string as it is, any other value as JSON. Nil when there is none.
    func value(in sample: Sample) -> String? {
        switch self {
        case .field(let field): sample[field].flatMap { $0.isNull ? nil : $0.plainText }
        case .conversation: Conversation(of: sample)?.lines
        case .trajectory: Trajectory(of: sample)?.lines
        case .traceName: sample.trace.name
        case .metadata(let keys):
            keys.reduce(sample.trace.metadata) { $0?[$1] }.flatMap { $0.isNull ? nil : $0.plainText }
        }
    }
}

extension Sample {
    /// The texts that a prompt with the variables `names` may show of the sample, by the names of their variables.
    func material(_ names: Set<String>) -> [String: String] {
        var texts: [String: String] = [:]
        for name in names { texts[name] = PromptVariable(name)?.value(in: self) }
        return texts
    }
}
