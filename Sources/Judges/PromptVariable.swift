import Evaluation
import JSON

/// Something of the sample that a prompt may show.
enum PromptVariable: Sendable, Equatable {
    case field(Sample.Field)
    case traceName
    /// A member of the trace's metadata, by its path.
    case metadata([String])

    /// The names a prompt may use, for messages.
    static let knownNames =
        Sample.Field.allCases.map(\.rawValue).joined(separator: ", ") + ", trace.name, trace.metadata.KEY"

    /// The variable called `name`; nil when there is none.
    init?(_ name: String) {
        if let field = Sample.Field(rawValue: name) {
            self = .field(field)
        } else if name == "trace.name" {
            self = .traceName
        } else {
            let keys = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard keys.count > 2, keys[0] == "trace", keys[1] == "metadata", !keys.contains("") else { return nil }
            self = .metadata(Array(keys[2...]))
        }
    }

    /// The value as text: a string as it is, any other value as JSON. Nil when there is none.
    func value(in sample: Sample) -> String? {
        switch self {
        case .field(let field): sample[field].flatMap { $0.isNull ? nil : $0.plainText }
        case .traceName: sample.trace.name
        case .metadata(let keys):
            keys.reduce(sample.trace.metadata) { $0?[$1] }.flatMap { $0.isNull ? nil : $0.plainText }
        }
    }
}
