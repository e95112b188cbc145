import Testing

@testable import Graders

struct BriefNumberTests {
    @Test(arguments: [
        (0, "0"), (-0.00001, "0"), (1, "1"), (0.5, "0.5"), (-0.5, "-0.5"), (0.12345, "0.1235"), (0.00004, "0"),
        (0.0001, "0.0001"), (10.05, "10.05"), (99_999.9999, "99999.9999"), (99_999.99996, "100000"),
        (123_456.25, "123456.25"), (1e20, "1e+20"), (.infinity, "inf"), (.nan, "nan"),
    ])
    func `A number in a comment has four digits after the point at most`(_ number: Double, _ text: String) {
        #expect(number.brief == text)
    }

    @Test func `It is the shortest decimal that reads back as the rounded number`() {
        for count in stride(from: -2_000_000, through: 2_000_000, by: 37) {
            let number = Double(count) / 1e4
            #expect(Double(number.brief) == number)
            #expect(number.brief == "\(number)" || number.brief + ".0" == "\(number)")
        }
    }
}
