/// Numbers the different units of sequences from 0 upwards, in the order they are met.
struct DenseAlphabet<Unit: BitParallelUnit> {
    /// One more than the number of a unit below 256; 0 for one not met.
    private var direct = [Int32](repeating: 0, count: 256)
    private var others: [Unit: Int32] = [:]
    /// How many different units were met.
    private(set) var count = 0

    /// The number of `unit`, a new one when it is met for the first time.
    mutating func number(of unit: Unit) -> Int {
        if let known = self[unit] { return known }
        count += 1
        if unit <= 255 { direct[Int(unit)] = Int32(count) } else { others[unit] = Int32(count) }
        return count - 1
    }

    /// The number of `unit`; nil when it was not met.
    subscript(unit: Unit) -> Int? {
        let place = unit <= 255 ? direct[Int(unit)] : others[unit] ?? 0
        return place == 0 ? nil : Int(place) - 1
    }
}
