import Evaluation
import JSON

/// Reads the ids of documents out of lists as retrievers and data sets write them.
struct DocumentIDs: Sendable {
    /// Where the id lies in an element; nil takes the element itself, or its member `id`.
    private let path: JSONPath?

    init(_ reader: inout JSONReader) throws(JSONReadError) {
        guard let text = try reader.string("ids") else {
            path = nil
            return
        }
        path = try JSONPathPatterns.path(text, at: "ids", of: reader)
    }

    /// The ids in `value`, in order: a list, or the text of one.
    func list(_ value: JSONValue, _ field: Sample.Field) throws(GradeFailure) -> [UTF8Key] {
        var ids: [UTF8Key] = []
        for (position, element) in try elements(value, field).enumerated() {
            ids.append(try id(of: element, position, field))
        }
        return ids
    }

    /// The ids in `value` with their gains: an object of numbers by id, or a list of objects with a member `relevance`.
    func gains(_ value: JSONValue, _ field: Sample.Field) throws(GradeFailure) -> [UTF8Key: Double] {
        var gains: [UTF8Key: Double] = [:]
        let parsed = value.string.flatMap { try? JSONValue(parsing: $0) } ?? value
        if let object = parsed.object {
            for (key, value) in object.members { gains[UTF8Key(key)] = try gain(value, key) }
            return gains
        }
        for (position, element) in try elements(parsed, field).enumerated() {
            let id = try id(of: element, position, field)
            gains[id] = try gain(element["relevance"] ?? .null, id.text)
        }
        return gains
    }

    private func gain(_ value: JSONValue, _ id: String) throws(GradeFailure) -> Double {
        guard let gain = value.double, gain >= 0, gain.isFinite else {
            throw GradeFailure(
                code: .invalidInput, message: "the relevance of \(id.excerpt()) must be a number from 0 on")
        }
        return gain
    }

    private func elements(_ value: JSONValue, _ field: Sample.Field) throws(GradeFailure) -> [JSONValue] {
        if let list = value.array { return list }
        if let list = value.string.flatMap({ try? JSONValue(parsing: $0) })?.array { return list }
        throw GradeFailure(
            code: .invalidInput,
            message: "`\(field.rawValue)` must be a list of documents or ids, found \(value.kindName); map it")
    }

    private func found(in element: JSONValue) throws(GradeFailure) -> JSONValue? {
        guard let path else { return element.object == nil ? element : element["id"] }
        do throws(JSONPathLimitError) {
            return try path.firstValue(in: element)
        } catch {
            throw GradeFailure(error, path: path)
        }
    }

    private func id(of element: JSONValue, _ position: Int, _ field: Sample.Field) throws(GradeFailure) -> UTF8Key {
        switch try found(in: element) {
        case .string(let text): return UTF8Key(text)
        case .integer(let number): return UTF8Key("\(number)")
        default:
            throw GradeFailure(
                code: .invalidInput,
                message: "element \(position) of `\(field.rawValue)` has no id that is a string or whole number; set"
                    + " `ids` to the JSONPath of it")
        }
    }
}
