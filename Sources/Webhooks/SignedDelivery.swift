import Cryptography
import Timing

/// A delivery taken apart: the pieces that are signed and the signatures that came with it.
///
/// It is moved, never copied: a copy would count every reference in it up and down again.
struct SignedDelivery: ~Copyable {
    let signedID: String?
    let body: [UInt8]
    let header: SignatureHeader
    /// The name of the header with the signature, for messages.
    let signatureName: String
    private let timestamp: ArraySlice<UInt8>
    private let timestampName: String

    /// Collects what `layout` needs, or says which part is missing.
    init(
        _ lookup: SignatureVerifier.HeaderLookup, _ body: [UInt8], _ layout: SignatureLayout
    ) throws(SignatureError) {
        let (names, value) = try Self.signature(lookup, layout)
        let header = SignatureHeader(Array(value.utf8), layout: layout)
        let signedID = try names.id.map { name throws(SignatureError) in try Self.value(name, lookup) }
        var timestamp = header.timestamp ?? []
        if let name = names.timestamp {
            timestamp = SignatureHeader.trimmed(Array(try Self.value(name, lookup).utf8)[...])
        } else if layout.hasTimestamp, header.timestamp == nil {
            throw SignatureError(.signatureMissing, "the header `\(names.signature)` has no timestamp (`t=`)")
        }
        guard !header.signatures.isEmpty else {
            let prefix = String(decoding: layout.prefix, as: UTF8.self)
            throw SignatureError(
                .signatureMissing,
                "the header `\(names.signature)` has no signature"
                    + (prefix.isEmpty ? "" : " that begins with `\(prefix)`"))
        }
        self.signedID = signedID
        self.body = body
        self.header = header
        self.timestamp = timestamp
        signatureName = names.signature
        timestampName = names.timestamp ?? names.signature
    }

    /// Returns the signed time when it is within `limit` microseconds of `now`, the edges included.
    func checkedTimestamp(now: Timestamp, tolerance limit: Int64) throws(SignatureError) -> Timestamp {
        guard let seconds = Self.seconds(timestamp) else {
            throw SignatureError(
                .timestampOutOfTolerance, "the timestamp in `\(timestampName)` is not a whole number of seconds")
        }
        let time = Timestamp(seconds: seconds)
        let age = now.microseconds.subtractingReportingOverflow(time.microseconds)
        if !age.overflow, age.partialValue.magnitude <= limit.magnitude { return time }
        let isOld = time < now
        let distance = age.overflow ? UInt64.max : age.partialValue.magnitude
        // Seconds reach this in the year 5138, milliseconds did in 1973.
        let isMilliseconds = seconds > 100_000_000_000
        throw SignatureError(
            .timestampOutOfTolerance,
            "the timestamp in `\(timestampName)` is \(Self.secondsText(distance)) too \(isOld ? "old" : "new") to be "
                + "now; at most \(Self.secondsText(limit.magnitude)) are allowed. "
                + (isMilliseconds
                    ? "It looks like milliseconds; seconds are wanted" : "Compare the clocks of sender and receiver"))
    }

    /// Decodes the signatures; those that are no code of any kind fall away.
    func codes(_ layout: SignatureLayout) -> [[UInt8]] {
        header.signatures.compactMap { layout.encoding == .hex ? Hex.decode($0) : Base64.decode($0) }
    }

    /// Whether one of `codes` is the code of this delivery under `key`.
    func isSigned(with key: HMACKey, _ content: SignedContent, _ codes: [[UInt8]]) -> Bool {
        guard !codes.isEmpty else { return false }
        return key.isAnyValid(codes) { content.feed($0, id: signedID ?? "", timestamp: timestamp, body: body) }
    }

    private static func signature(
        _ lookup: SignatureVerifier.HeaderLookup, _ layout: SignatureLayout
    ) throws(SignatureError) -> (SignatureLayout.HeaderNames, String) {
        for names in layout.names {
            if let value = lookup(names.signature), !value.isEmpty { return (names, value) }
        }
        let names = layout.names.map { "`\($0.signature)`" }.joined(separator: " (or ")
        throw SignatureError(
            .signatureMissing, "the header \(names)\(layout.names.count > 1 ? ")" : "") is missing or empty")
    }

    private static func value(
        _ name: String, _ lookup: SignatureVerifier.HeaderLookup
    ) throws(SignatureError) -> String {
        guard let value = lookup(name), !value.isEmpty else {
            throw SignatureError(
                .signatureMissing, "the header `\(name)` is missing or empty; it is part of what is signed")
        }
        return value
    }

    /// Reads an unsigned decimal number of at most 18 digits.
    private static func seconds(_ text: ArraySlice<UInt8>) -> Int64? {
        guard (1...18).contains(text.count) else { return nil }
        var number: Int64 = 0
        for digit in text {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - 0x30)
        }
        return number
    }

    private static func secondsText(_ microseconds: UInt64) -> String {
        "\(microseconds / 1_000_000)" + (microseconds % 1_000_000 == 0 ? "" : ".\(microseconds / 100_000 % 10)") + " s"
    }
}
