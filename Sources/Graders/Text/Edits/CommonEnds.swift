/// How far two sequences agree at their ends.
enum CommonEnds {
    /// The length of the common prefix.
    static func prefix<Unit: BitParallelUnit>(
        _ shorter: UnsafeBufferPointer<Unit>, _ longer: UnsafeBufferPointer<Unit>
    ) -> Int {
        var length = 0
        while length < shorter.count && shorter[length] == longer[length] { length += 1 }
        return length
    }

    /// The length of the common suffix of what follows the first `start` units.
    static func suffix<Unit: BitParallelUnit>(
        _ shorter: UnsafeBufferPointer<Unit>, _ longer: UnsafeBufferPointer<Unit>, after start: Int
    ) -> Int {
        let most = shorter.count - start
        var length = 0
        while length < most && shorter[shorter.count - 1 - length] == longer[longer.count - 1 - length] { length += 1 }
        return length
    }
}
