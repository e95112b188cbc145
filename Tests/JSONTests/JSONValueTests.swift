import JSON
import Testing

@Suite struct JSONValueTests {
    @Test func `Numbers are equal by value, and equal values hash alike`() {
        #expect(JSONValue.integer(1) == .number(1))
        #expect(JSONValue.number(-0.0) == .integer(0))
        #expect(JSONValue.integer(9_007_199_254_740_993) != .number(9_007_199_254_740_992))
        #expect(JSONValue.integer(.max) != .number(9_223_372_036_854_775_808))
        #expect(Set<JSONValue>([1, 1.0, 1.5, 1.5, 0, -0.0]).count == 3)
    }

    @Test func `Strings are equal when their code points are`() {
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
        #expect(JSONObject([("\u{E9}", 1), ("e\u{301}", 2)]).count == 2)
        #expect(JSONObject([("K", 1)])["\u{212A}"] == nil)
    }

    @Test(arguments: [3, 40]) func `Objects are equal whatever the order of their members`(count: Int) {
        let members = (0..<count).map { ("k\($0)", JSONValue.integer(Int64($0))) }
        let object = JSONObject(members)
        let reversed = JSONObject(members.reversed())
        #expect(object == reversed)
        #expect(Set([JSONValue.object(object), .object(reversed)]).count == 1)
        var changed = reversed
        changed["k0"] = 99
        #expect(object != changed)
        changed["k0"] = nil
        #expect(object != changed && changed.count == count - 1)
    }

    @Test func `A value answers only to its own kind`() {
        let values: [JSONValue] = [nil, true, 1, 1.5, "s", [1], ["a": 1]]
        #expect(values.map(\.kindName) == ["null", "boolean", "number", "number", "string", "array", "object"])
        #expect(values.map { $0.string != nil } == [false, false, false, false, true, false, false])
        #expect(values.map { $0.double != nil } == [false, false, true, true, false, false, false])
        #expect(values.map { $0.integer } == [nil, nil, 1, nil, nil, nil, nil])
        #expect(values.map { $0["a"] } == [nil, nil, nil, nil, nil, nil, 1])
        #expect(JSONValue.number(1e3).integer == 1000)
        #expect(JSONValue.number(1e300).integer == nil)
    }
}
