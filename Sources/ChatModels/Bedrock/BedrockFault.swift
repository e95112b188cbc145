import HTTPClient
import JSON

/// Reads the errors of Bedrock
/// (<https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html>).
struct BedrockFault {
    private let status: Int
    private let name: String
    private let sentence: FaultSentence

    /// Reads an answer. Anything may be in its body, or nothing.
    init(_ response: ClientResponse, body: JSONValue?) {
        // The header field may have a URL behind a colon, the body a namespace before a number sign
        // (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization).
        let named = response.header("x-amzn-ErrorType") ?? body?["__type"]?.string ?? ""
        name = String((named.split(separator: "#").last ?? "").prefix { $0 != ":" })
        sentence = FaultSentence((body?["message"] ?? body?["Message"])?.string)
        status = response.status == 200 ? 502 : response.status
    }

    /// What it amounts to.
    var fault: ProviderFault {
        ProviderFault(status: status, name: name, code: knownCode, refusedPart: refusedPart)
    }

    private var knownCode: ChatModelError.Code? {
        switch name {
        case "AccessDeniedException", "UnrecognizedClientException", "InvalidSignatureException",
            "IncompleteSignature", "IncompleteSignatureException", "ExpiredTokenException", "RequestExpired",
            "NotAuthorized", "MissingAuthenticationTokenException", "InvalidClientTokenId":
            .unauthorized
        // The day's tokens are told like the minute's.
        case "ThrottlingException" where sentence.mentions("per day"): .quotaExhausted
        case "ServiceQuotaExceededException": .quotaExhausted
        case "ModelNotReadyException", "ModelErrorException", "InternalServerException",
            "ServiceUnavailableException":
            .unavailable
        case "ModelTimeoutException": .timeout
        case "ValidationException" where sentence.isContextLength: .contextTooLong
        default: nil
        }
    }

    private var refusedPart: RequestDialect.Part? {
        guard name == "ValidationException", sentence.isRefusal, !sentence.mentions("inputschema") else { return nil }
        if sentence.mentions("tool") { return .replyFormat }
        return sentence.mentions("temperature") ? .temperature : nil
    }
}
