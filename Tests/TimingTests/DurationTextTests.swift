import Testing
import Timing

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("5m", .seconds(300)), ("1h30m", .seconds(5400)),
        ("2d", .seconds(172_800)), ("0s", .zero), ("1.5s", .milliseconds(1500)), ("7us", .microseconds(7)),
        ("1d1h1m1s1ms1us", .microseconds(90_061_001_001)), ("90s", .seconds(90)),
    ])
    func `A duration is read`(text: String, duration: Duration) throws {
        #expect(try DurationText.parse(text) == duration)
    }

    @Test(arguments: [
        "", "5", "m", "-5m", "5 m", "5x", "30m1h", "5m5m", "1..5s", "1.s", ".5s", "99999999999999999999d",
        "106751992d", "106751991d5h", "5mm", "٥m",
    ])
    func `What is no duration is refused with the text named`(text: String) throws {
        let error = #expect(throws: DurationTextError.self) { try DurationText.parse(text) }
        #expect(error?.text == text)
        #expect(error?.message.contains("`\(text)`") == true)
    }

    @Test(arguments: ["250ms", "5m", "1h30m", "2d", "0s", "1s500ms", "3us"])
    func `A duration is written as it is read`(text: String) throws {
        #expect(DurationText.format(try DurationText.parse(text)) == text)
    }

    @Test func `A negative duration is written with a sign`() {
        #expect(DurationText.format(.seconds(-90)) == "-1m30s")
    }
}
