import Testing
import Timing
import Webhooks

struct TimestampToleranceTests {
    @Test(arguments: SignatureVerifierTests.timedSchemes)
    func `The edges of the tolerance are inside, a microsecond more is not`(_ scheme: SignatureScheme) throws {
        let delivery = try Delivery.make(scheme)
        for distance in [Duration.seconds(300), .seconds(-300)] {
            #expect(try delivery.refusal(now: Delivery.now + distance) == nil)
        }
        let step = Duration.microseconds(1)
        let late = try delivery.refusal(now: Delivery.now + .seconds(300) + step)
        #expect(late?.code == .timestampOutOfTolerance)
        #expect(late?.reason.contains("too old") == true)
        let early = try delivery.refusal(now: Delivery.now - .seconds(300) - step)
        #expect(early?.code == .timestampOutOfTolerance)
        #expect(early?.reason.contains("too new") == true)
    }

    @Test func `The reason says by how much`() throws {
        let refusal = try Delivery.make().refusal(tolerance: .seconds(10), now: Delivery.now + .seconds(432))
        #expect(refusal?.reason.contains("432 s") == true)
        #expect(refusal?.reason.contains("10 s") == true)
    }

    @Test func `A copy outside the tolerance is refused although its signature is right`() throws {
        let delivery = try Delivery.make(.langfuse)
        #expect(try delivery.refusal(now: Delivery.now + .seconds(86_400))?.code == .timestampOutOfTolerance)
    }

    @Test(arguments: [
        "abc", "-1614265330", "+1614265330", "1614265330.5", "0x60", "1614265330 0", "٣", "Infinity", "NaN",
        "99999999999999999999999999", "1e9", "\u{0}",
    ])
    func `A timestamp that is no whole number is named as such`(_ text: String) throws {
        for scheme in [SignatureScheme.standardWebhooks, .stripe] {
            var delivery = try Delivery.make(scheme)
            if scheme == .stripe {
                let code = delivery["stripe-signature"]?.split(separator: "v1=").last ?? ""
                delivery["stripe-signature"] = "t=\(text),v1=\(code)"
            } else {
                delivery["webhook-timestamp"] = text
            }
            let refusal = try delivery.refusal()
            #expect(refusal?.code == .timestampOutOfTolerance)
            #expect(refusal?.reason.contains("whole number") == true)
        }
    }

    @Test(arguments: ["0", "999999999999999999", "1614265330000"])
    func `A number far from now is out of tolerance and never overflows`(_ text: String) throws {
        var delivery = try Delivery.make()
        delivery["webhook-timestamp"] = text
        let refusal = try delivery.refusal()
        #expect(refusal?.code == .timestampOutOfTolerance)
        #expect(refusal?.reason.contains("milliseconds") == (text == "1614265330000" || text.count == 18))
        #expect(try delivery.refusal(now: Timestamp(microseconds: .min))?.code == .timestampOutOfTolerance)
        #expect(try delivery.refusal(now: Timestamp(microseconds: .max)) != nil)
    }

    @Test func `A numeric signature is not taken for the timestamp`() throws {
        var delivery = try Delivery.make(.stripe)
        delivery["stripe-signature"] = "v1=1614265330"
        let refusal = try delivery.refusal()
        #expect(refusal?.code == .signatureMissing)
        #expect(refusal?.reason.contains("`t=`") == true)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(86_401)])
    func `A tolerance that checks nothing is refused, never ignored`(_ tolerance: Duration) {
        #expect(throws: SignatureConfigurationError.self) {
            try SignatureVerifier(
                scheme: .langfuse, secrets: [SigningSecret("secret")], tolerance: tolerance)
        }
    }
}
