extension JSONValue {
    /// How many bytes of text cost as much as one value.
    private static let bytesPerValue = 256

    /// What comparing or hashing the value costs at most, in values looked at.
    package var comparisonCost: Int {
        switch self {
        case .string(let text): 1 + text.utf8.count / Self.bytesPerValue
        case .array(let elements): elements.reduce(1) { $0 + $1.comparisonCost }
        case .object(let object): object.members.reduce(1) { $0 + $1.value.comparisonCost }
        default: 1
        }
    }
}
