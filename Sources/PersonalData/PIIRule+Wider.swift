extension PIIRule {
    /// What hiding finds beside `all`: the same shapes where they touch letters, hyphens or escapes, and longer ones. A
    /// grader would take too much for personal data by them.
    static let wider: [PIIRule] = compiled(widerDefinitions)

    /// After a line break as JSON writes it, whose letter is no part of what follows.
    private static let escape = #"(?<=\\[nrt])"#

    /// The `@` of an address and its domain.
    private static let domain = #"@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,32}\p{L}{2,63}"#

    private static let widerDefinitions: [Definition] = [
        (.email, domain, EmailAddresses.ranges),
        (.phone, #"(?<!\d)\+\d(?:[ .()\-]{0,2}\d){7,14}(?!\d)"#, accept),
        (.phone, #"(?<!\d)(?:1[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])[2-9]\d{2}[-. ]\d{4}(?!\d)"#, accept),
        (.phone, #"(?<!\d)(?<!\d\.)1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})(?!\d)"#, accept),
        (.card, #"(?<!\d)\d[\d .\x{A0}-]{12,}+"#, CardNumbers.rangesBesideWords),
        (
            .iban, #"\#(escape)(?=([A-Z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}))"#,
            { CheckDigits.iban($0, $1).map { [$0] } ?? [] }
        ),
        (.ssn, #"(?<!\d)(?<!\d-)(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?!-?\d)"#, accept),
        (.ipv4, #"\#(escape)(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)"#, { AddressShape.ipv4($0, $1).map { [$0] } ?? [] }),
        (.apiKey, #"(?:(?<![\w-])|\#(escape))(?:sk|pk)-[A-Za-z0-9_-]{20,}+"#, accept),
        (.apiKey, #"(?:(?<![\w-])|\#(escape))eyJ[\w-]{8,}+\.eyJ[\w-]{8,}+\.[\w-]{16,}+"#, accept),
    ]
}
