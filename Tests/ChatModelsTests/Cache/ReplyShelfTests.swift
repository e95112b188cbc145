import Testing
import Timing

@testable import ChatModels

struct ReplyShelfTests {
    private static func key(_ number: Int) -> ResponseKey {
        ResponseKey(.asking(String(number)), to: .openAI(model: "m"))
    }

    private static func reply(_ text: String, at seconds: Int64 = 100) -> KeptReply {
        KeptReply(reply: .whole(text), keptAt: Timestamp(seconds: seconds))
    }

    @Test func `Of too many, the one unused for longest goes`() {
        var shelf = ReplyShelf(maximumEntries: 3, maximumBytes: 1 << 20)
        for number in 0..<3 { shelf.put(Self.reply("\(number)"), under: Self.key(number), model: "a") }
        _ = shelf.reply(Self.key(0), keptAfter: Timestamp(seconds: 0))
        shelf.put(Self.reply("3"), under: Self.key(3), model: "b")
        let left = (0..<4).filter { shelf.reply(Self.key($0), keptAfter: Timestamp(seconds: 0)) != nil }
        #expect(left == [0, 2, 3])
        #expect(shelf.loads["a"]?.entries == 2)
        #expect(shelf.loads["b"]?.entries == 1)
    }

    @Test func `One larger than all the room is not taken, and takes nothing away`() {
        var shelf = ReplyShelf(maximumEntries: 10, maximumBytes: 2_000)
        shelf.put(Self.reply("small"), under: Self.key(0), model: "a")
        shelf.put(Self.reply(String(repeating: "x", count: 3_000)), under: Self.key(1), model: "a")
        #expect(shelf.count == 1)
        #expect(shelf.reply(Self.key(0), keptAfter: Timestamp(seconds: 0)) != nil)
    }

    @Test func `One beyond its time is gone with its bytes`() {
        var shelf = ReplyShelf(maximumEntries: 10, maximumBytes: 1 << 20)
        shelf.put(Self.reply("old", at: 100), under: Self.key(0), model: "a")
        #expect(shelf.reply(Self.key(0), keptAfter: Timestamp(seconds: 99)) != nil)
        #expect(shelf.reply(Self.key(0), keptAfter: Timestamp(seconds: 100)) == nil)
        #expect((shelf.count, shelf.bytes) == (0, 0))
        #expect(shelf.loads["a"] == ReplyShelf.Load())
    }

    @Test func `Whatever is put, looked up and removed, it holds what a plain list would`() {
        var random = SystemRandomNumberGenerator()
        var shelf = ReplyShelf(maximumEntries: 8, maximumBytes: 6_000)
        // The newest last.
        var list: [(number: Int, reply: KeptReply)] = []
        for _ in 0..<5_000 {
            let number = Int.random(in: 0..<20, using: &random)
            let place = list.firstIndex { $0.number == number }
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                let found = shelf.reply(Self.key(number), keptAfter: Timestamp(seconds: 0))
                #expect(found == place.map { list[$0].reply })
                if let place { list.append(list.remove(at: place)) }
            case 1:
                if let place { list.remove(at: place) }
                shelf.remove(Self.key(number))
            default:
                if let place { list.remove(at: place) }
                let reply = Self.reply(String(repeating: "x", count: Int.random(in: 1..<1_500, using: &random)))
                shelf.put(reply, under: Self.key(number), model: "a")
                list.append((number, reply))
                while list.count > 8 || list.reduce(0, { $0 + $1.reply.size }) > 6_000 { list.removeFirst() }
            }
            #expect(shelf.count == list.count)
            #expect(shelf.bytes == list.reduce(0) { $0 + $1.reply.size })
        }
    }
}
