/// The members of a JSON object in the order they were written.
///
/// Keys are equal when their bytes are: `"é"` in composed and decomposed form are two members, as in every other
/// JSON library. A key given twice keeps the place of the first and the value of the last.
package struct JSONObject: Sendable {
    /// The members in order.
    package private(set) var members: [(key: String, value: JSONValue)]

    /// Creates an object from members; a repeated key keeps its last value.
    package init(_ members: [(String, JSONValue)] = []) {
        self.members = []
        self.members.reserveCapacity(members.count)
        for (key, value) in members { self[key] = value }
    }

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
        members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
    }
}

extension JSONObject: Hashable {
    /// Whether both hold the same members, in any order.
    package static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
    }

    package func hash(into hasher: inout Hasher) {
        // Order must not matter, so the members' hashes are added up.
        var sum = 0
        for (key, value) in members {
            var member = Hasher()
            for byte in key.utf8 { member.combine(byte) }
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
