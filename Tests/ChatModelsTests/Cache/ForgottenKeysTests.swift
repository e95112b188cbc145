import Testing

@testable import ChatModels

struct ForgottenKeysTests {
    private static func key(_ number: Int) -> ResponseKey {
        ResponseKey(.asking(String(number)), to: .openAI(model: "m"))
    }

    @Test func `The last ones are known, older ones go, and one that is kept again is forgotten no more`() {
        var keys = ForgottenKeys(maximum: 3)
        for number in 0..<7 { keys.insert(Self.key(number)) }
        #expect((0..<7).filter { keys.contains(Self.key($0)) } == [3, 4, 5, 6])
        keys.remove(Self.key(4))
        keys.remove(Self.key(6))
        #expect((0..<7).filter { keys.contains(Self.key($0)) } == [3, 5])
    }
}
