import Testing
import Timing

@Suite struct TimestampTextTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", Int64(0)),
        ("2026-11-21T09:00:00Z", 1_795_251_600_000_000),
        ("2026-11-21t09:00:00z", 1_795_251_600_000_000),
        ("2026-11-21 09:00:00Z", 1_795_251_600_000_000),
        ("2026-11-21T10:30:00+01:30", 1_795_251_600_000_000),
        ("2026-11-20T23:00:00-10:00", 1_795_251_600_000_000),
        ("2026-11-21T09:00:00-00:00", 1_795_251_600_000_000),
        ("2026-11-21T09:00:00.5Z", 1_795_251_600_500_000),
        ("2026-11-21T09:00:00.123456789Z", 1_795_251_600_123_456),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000_000),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
    ])
    func `An RFC 3339 date-time is read to the microsecond`(text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T09:00:00", "2026-11-21T09:00Z", "2026-11-21T09:00:00.Z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-11-21T24:00:00Z", "2026-11-21T09:60:00Z", "2026-11-21T09:00:61Z", "2026-11-21T09:00:00+0100",
        "2026-11-21T09:00:00+24:00", "2026-11-21T09:00:00.1234567890Z", "2026-11-21T09:00:00Zx",
        " 2026-11-21T09:00:00Z",
        "2026-11-21_09:00:00Z", "26-11-21T09:00:00Z", "2026-11-21T09:00:00+", "٢٠٢٦-11-21T09:00:00Z", "1795251600",
    ])
    func `What RFC 3339 does not allow is refused`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: [
        (Int64(1_795_251_600_000_000), "2026-11-21T09:00:00.000Z"),
        (1_795_251_600_123_999, "2026-11-21T09:00:00.123Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
        (Int64.min, "0000-01-01T00:00:00.000Z"),
        (Int64.max, "9999-12-31T23:59:59.999Z"),
    ])
    func `A timestamp is written in UTC to the millisecond`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).rfc3339 == text)
    }

    @Test func `Every week of eight centuries survives writing and reading`() {
        for day in stride(from: Int64(-146_097), through: 146_097, by: 7) {
            let timestamp = Timestamp(seconds: day * 86_400 + 45_296)
            #expect(Timestamp(rfc3339: timestamp.rfc3339) == timestamp)
        }
    }

    @Test func `An HTTP-date is read`() {
        #expect(Timestamp(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == Timestamp(seconds: 784_111_777))
    }

    @Test(arguments: [
        "", "Sun, 6 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT ", "Xxx, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Xxx 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
    ])
    func `Another form of date is no HTTP-date`(text: String) {
        #expect(Timestamp(httpDate: text) == nil)
    }
}
