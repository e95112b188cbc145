import Evaluation
import JSON

/// A score config as Langfuse holds it: the name, type and range scores with its id must have.
struct ScoreConfig: Sendable, Equatable {
    var id: String
    var name: String
    var dataType: String
    var minimum: Double?
    var maximum: Double?
    var labels: [String]
    var isArchived: Bool

    /// Reads a config; nil when it lacks what every config has.
    init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let name = json["name"]?.string, let type = json["dataType"]?.string else {
            return nil
        }
        self.id = id
        self.name = name
        dataType = type
        minimum = json["minValue"]?.double
        maximum = json["maxValue"]?.double
        labels = (json["categories"]?.array ?? []).compactMap { $0["label"]?.string }
        isArchived = json["isArchived"]?.bool ?? false
    }

    /// Says why Langfuse would silently drop `value`, or nil when it fits.
    func objection(to value: ScoreValue) -> String? {
        if isArchived { return "score config `\(name)` (\(id)) is archived" }
        guard value.dataType == dataType else {
            return "score config `\(name)` (\(id)) is \(dataType), the value is \(value.dataType)"
        }
        switch value {
        case .numeric(let number):
            if let minimum, number < minimum {
                return "\(number) is below the minimum \(minimum) of score config `\(name)`"
            }
            if let maximum, number > maximum {
                return "\(number) is above the maximum \(maximum) of score config `\(name)`"
            }
        case .categorical(let label):
            guard labels.contains(where: { $0.utf8.elementsEqual(label.utf8) }) else {
                return
                    "`\(label)` is none of the categories of score config `\(name)`: \(labels.joined(separator: ", "))"
            }
        case .boolean: break
        }
        return nil
    }
}
