import HTTPClient
import Testing

struct WaitingLineTests {
    @Test func `The lowest number is called first, whenever it came`() {
        var line = WaitingLine<String>()
        for (number, name) in [(5, "e"), (2, "b"), (9, "i"), (1, "a")] as [(UInt64, String)] { line.join(number, name) }
        let called = (0..<5).map { _ in line.removeFirst() }
        #expect(called == ["a", "b", "e", "i", nil])
    }

    @Test func `One who left is passed over, and may come back`() {
        var line = WaitingLine<String>()
        for number in 1...4 as ClosedRange<UInt64> { line.join(number, "\(number)") }
        let left = [1, 1, 3].map { line.remove($0) }
        #expect(left == ["1", nil, "3"])
        #expect(line.count == 2)
        line.join(1, "again")
        let all = line.removeAll()
        #expect(all == ["again", "2", "4"])
        #expect(line.count == 0)
    }

    @Test func `Thousands who leave early change nothing for those who stay`() {
        var line = WaitingLine<UInt64>()
        for number in 1...10_000 as ClosedRange<UInt64> {
            line.join(number, number)
            if number % 1_000 != 0 { _ = line.remove(number) }
        }
        let stayed = line.removeAll()
        #expect(stayed == (1...10).map { $0 * 1_000 })
    }
}
