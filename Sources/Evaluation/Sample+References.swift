package import JSON

extension Sample {
    /// How many references an output is compared with.
    package static var maximumReferences: Int { 100 }

    /// The references to compare with: the one rule for every kind that has several.
    ///
    /// `expected` is one reference, and a list is a choice of them, whatever its elements are; but when the output is a
    /// list itself, the list is the one reference.
    ///
    /// - Throws: `missing_input` without `expected`, `invalid_input` for an empty list, `limit_exceeded` for one longer than
    ///   `maximumReferences`.
    package func alternatives() throws(GradeFailure) -> [JSONValue] {
        guard let expected else { throw .missing(.expected) }
        guard output?.array == nil, let list = expected.array else { return [expected] }
        guard !list.isEmpty else {
            throw GradeFailure(code: .invalidInput, message: "`expected` is an empty list; give at least one reference")
        }
        guard list.count <= Self.maximumReferences else {
            throw GradeFailure(
                code: .limitExceeded,
                message: "`expected` has \(list.count) references, \(Self.maximumReferences) are allowed")
        }
        return list
    }

    /// The references as text, each as it is when it is a string, else as compact JSON.
    package func references() throws(GradeFailure) -> [String] { try alternatives().map(\.plainText) }
}

extension GradeFailure {
    /// The failure of a grader that was asked without a field it needs.
    package static func missing(_ field: Sample.Field) -> GradeFailure {
        GradeFailure(code: .missingInput, message: "the sample has no `\(field.rawValue)`")
    }
}
