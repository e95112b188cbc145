import TestSupport
import Testing
import Timing

@testable import WorkQueue

struct DeadLetterBoxTests {
    private func letter(_ id: String, size: Int = 10, reason: String = "") -> DeadLetter {
        DeadLetter(job: .make(id: id, size: size), reason: reason, diedAt: Timestamp(seconds: 0))
    }

    @Test func `The oldest letter goes when the count is exceeded`() {
        var box = DeadLetterBox(limit: 2, maximumBytes: 1000)
        #expect(box.add(letter("a")).isEmpty)
        #expect(box.add(letter("b")).isEmpty)
        #expect(box.add(letter("c")).map(\.job.id) == ["a"])
        #expect(box.newest(9).map(\.job.id) == ["c", "b"])
    }

    @Test func `The oldest letters go when payloads and reasons exceed the bytes`() {
        var box = DeadLetterBox(limit: 100, maximumBytes: 30)
        _ = box.add(letter("a"))
        _ = box.add(letter("b"))
        #expect(box.add(letter("c", size: 5, reason: "12345")).isEmpty)
        #expect(box.add(letter("d", size: 11)).map(\.job.id) == ["a", "b"])
        #expect(box.add(letter("giant", size: 500)).map(\.job.id) == ["c", "d"])
        #expect(box.newest(9).map(\.job.id) == ["giant"])
    }

    @Test func `A letter taken out makes room`() {
        var box = DeadLetterBox(limit: 100, maximumBytes: 20)
        _ = box.add(letter("a"))
        _ = box.add(letter("b"))
        box.remove(id: "a")
        #expect(box.add(letter("c")).isEmpty)
        #expect(box.letter(id: "a") == nil)
        box.remove(id: "unknown")
        #expect(box.count == 2)
    }

    @Test func `A limit of zero keeps nothing`() {
        var box = DeadLetterBox(limit: 0, maximumBytes: 20)
        #expect(box.add(letter("a")).map(\.job.id) == ["a"])
        #expect(box.newest(1).isEmpty)
    }

    @Test func `Of letters with one name the newest is found`() {
        var box = DeadLetterBox(limit: 9, maximumBytes: 100)
        _ = box.add(letter("a", reason: "old"))
        _ = box.add(letter("a", reason: "new"))
        #expect(box.letter(id: "a")?.reason == "new")
        box.remove(id: "a")
        #expect(box.letter(id: "a")?.reason == "old")
    }
}
