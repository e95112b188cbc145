/// The members of a JSON object in the order they were written.
///
/// Keys are equal when their bytes are: `"é"` in composed and decomposed form are two members, as in every other
/// JSON library. A key given twice keeps the place of the first and the value of the last.
package struct JSONObject: Sendable {
    /// The members in order.
    package private(set) var members: [(key: String, value: JSONValue)]

    /// Creates an object from members; a repeated key keeps its last value.
    package init(_ members: [(String, JSONValue)] = []) {
        self.init(mergingDuplicates: members.map { (key: $0.0, value: $0.1) })
    }

    init(mergingDuplicates members: [(key: String, value: JSONValue)]) {
        if members.count <= Self.smallCount {
            self.members = []
            self.members.reserveCapacity(members.count)
            for (key, value) in members { self[key] = value }
            return
        }
        // Comparing each key with all before it would let one large object stall a worker.
        var distinct: [(key: String, value: JSONValue)] = []
        distinct.reserveCapacity(members.count)
        var places = [UTF8Key: Int](minimumCapacity: members.count)
        for member in members {
            if let place = places.updateValue(distinct.count, forKey: UTF8Key(member.key)) {
                places[UTF8Key(member.key)] = place
                distinct[place].value = member.value
            } else {
                distinct.append(member)
            }
        }
        self.members = distinct
    }

    /// Up to so many members a linear search beats a hash table.
    private static let smallCount = 16

    /// Creates an object from members whose keys the caller knows to be distinct; nothing is checked.
    package init(uncheckedDistinct members: [(key: String, value: JSONValue)]) {
        self.members = members
    }

    /// The value of `key`; assigning nil removes the member.
    package subscript(key: String) -> JSONValue? {
        get { index(of: key).map { members[$0].value } }
        set {
            switch (index(of: key), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// The keys in order.
    package var keys: [String] { members.map(\.key) }
    /// The number of members.
    package var count: Int { members.count }
    /// Whether there is no member.
    package var isEmpty: Bool { members.isEmpty }

    private func index(of key: String) -> Int? {
        members.firstIndex { $0.key.hasSameBytes(as: key) }
    }
}

extension JSONObject: Hashable {
    /// Whether both hold the same members, in any order.
    package static func == (left: Self, right: Self) -> Bool {
        guard left.count == right.count else { return false }
        if left.count <= smallCount { return left.members.allSatisfy { right[$0.key] == $0.value } }
        let values = [UTF8Key: JSONValue](
            right.members.map { (UTF8Key($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
        return left.members.allSatisfy { values[UTF8Key($0.key)] == $0.value }
    }

    package func hash(into hasher: inout Hasher) {
        // Order must not matter, so the members' hashes are added up.
        var sum = 0
        for (key, value) in members {
            var member = Hasher()
            key.hashBytes(into: &member)
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
