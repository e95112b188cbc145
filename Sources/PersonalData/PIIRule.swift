import RegularExpressions

/// How one kind of personal data is found: a pattern, and a check of what it finds, which is the whole match, or the first
/// group of a pattern that only looks ahead.
struct PIIRule: Sendable {
    let kind: PIIKind
    let expression: RegularExpression
    /// The ranges that really are of the kind, from left to right: within what matched, or about it.
    let check: Check

    typealias Check = @Sendable ([UInt8], Range<Int>) -> [Range<Int>]

    /// One rule or more for each kind.
    static let all: [PIIRule] = compiled(definitions)

    typealias Definition = (PIIKind, String, Check)

    static func compiled(_ definitions: [Definition]) -> [PIIRule] {
        definitions.map { kind, pattern, check in
            do {
                return PIIRule(
                    kind: kind, expression: try RegularExpression(pattern, options: .asciiClasses), check: check)
            } catch {
                preconditionFailure("the pattern for \(kind.rawValue) does not compile: \(error)")
            }
        }
    }

    private static let definitions: [Definition] = [
        (
            .email,
            #"(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_](?:[\p{L}\p{N}._%+-]{0,62}[\p{L}\p{N}_%+-])?"#
                + #"@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}-])"#,
            accept
        ),
        (.phone, #"(?<![\w+])\+\d(?:[ .()\-]{0,2}\d){7,14}(?![\d])"#, accept),
        (.phone, #"(?<![\w.+-])(?:1[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])[2-9]\d{2}[-. ]\d{4}(?![\w-])"#, accept),
        (.phone, #"(?<![\w.+-])1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})(?![\w-])"#, accept),
        (.card, #"(?<![\w.-])\d[\d .\x{A0}-]{12,}+"#, CardNumbers.ranges),
        (
            // Looked ahead, because the longest run may reach into the next number.
            .iban, #"(?<![A-Za-z0-9])(?=([A-Z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}))"#,
            { CheckDigits.iban($0, $1).map { [$0] } ?? [] }
        ),
        (.ssn, #"(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])"#, accept),
        (.ipv4, #"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\w)"#, { AddressShape.ipv4($0, $1).map { [$0] } ?? [] }),
        (
            .ipv6, #"(?<![\w:.])[0-9A-Fa-f:]{2,39}(?:(?<=:)(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])"#,
            { AddressShape.ipv6($0, $1).map { [$0] } ?? [] }
        ),
        (.apiKey, #"(?<![\w-])(?:sk|pk)-[A-Za-z0-9_-]{20,200}(?![\w-])"#, accept),
        (.apiKey, #"(?<![\w-])(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{16,200}(?!\w)"#, accept),
        (.apiKey, #"(?<!\w)(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?!\w)"#, accept),
        (.apiKey, #"(?<!\w)(?:gh[opsru]_[A-Za-z0-9]{36,251}|github_pat_\w{22,244})(?!\w)"#, accept),
        (.apiKey, #"(?<![\w-])(?:glpat-[\w-]{20,64}|xox[abeprs]-[A-Za-z0-9-]{10,250})(?![\w-])"#, accept),
        (.apiKey, #"(?<!\w)(?:AIza[\w-]{35}|hf_[A-Za-z0-9]{30,64}|npm_[A-Za-z0-9]{36})(?![\w-])"#, accept),
        (.apiKey, #"(?<!\w)SG\.[\w-]{22}\.[\w-]{43}(?![\w-])"#, accept),
        (.apiKey, #"(?<!\w)whsec_[A-Za-z0-9+/]{24,100}={0,2}"#, accept),
        (.apiKey, #"(?<!\w)eyJ[\w-]{8,4096}\.eyJ[\w-]{8,4096}\.[\w-]{16,4096}"#, accept),
        (.apiKey, #"-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----"#, { [PrivateKeys.range($0, $1)] }),
    ]

    static let accept: Check = { [$1] }
}
