/// How a source proves that a delivery is its own.
package enum SignatureScheme: Sendable, Equatable {
    /// Standard Webhooks 1.0.0, symmetric: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    case standardWebhooks
    /// Svix: as Standard Webhooks under `svix-…` names; `webhook-…` names are taken too.
    case svix
    /// Langfuse: `x-langfuse-signature: t=…,v1=…`; the key is the whole text with its `lf-whsec_`.
    case langfuse
    /// GitHub: `x-hub-signature-256: sha256=…` over the body alone, without a timestamp.
    case github
    /// Stripe: `stripe-signature: t=…,v1=…`, with several `v1` while a secret rolls over.
    case stripe
    /// Any other HMAC over headers and body, described by its parts.
    case hmac(HMACSignature)
    /// A shared token in `authorization: Bearer …`. It proves who sends, but not what.
    case bearer
    /// Nothing is checked. Fit for loopback only; the service enforces that.
    case none

    /// The schemes by their names in configuration and on the command line.
    package enum Kind: String, Sendable, CaseIterable {
        case standardWebhooks = "standard_webhooks"
        case svix, langfuse, github, stripe, hmac, bearer, none
    }

    /// Creates the scheme of `kind`; nil for `.hmac`, which needs its parts.
    package init?(_ kind: Kind) {
        switch kind {
        case .standardWebhooks: self = .standardWebhooks
        case .svix: self = .svix
        case .langfuse: self = .langfuse
        case .github: self = .github
        case .stripe: self = .stripe
        case .hmac: return nil
        case .bearer: self = .bearer
        case .none: self = .none
        }
    }

    /// The scheme's name.
    package var kind: Kind {
        switch self {
        case .standardWebhooks: .standardWebhooks
        case .svix: .svix
        case .langfuse: .langfuse
        case .github: .github
        case .stripe: .stripe
        case .hmac: .hmac
        case .bearer: .bearer
        case .none: .none
        }
    }

    /// Whether a delivery carries a signed timestamp, so that a tolerance bounds how long it can be replayed.
    package var hasTimestamp: Bool { SignatureLayout.make(for: self)?.hasTimestamp ?? false }
}
