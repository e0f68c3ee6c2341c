import LiveProtocol
import SessionModel

extension Rule {
    /// `credential-rejected`: key, token, project or region refused.
    static let credentialRejected = Rule(
        .credentialRejected, .connection, .p1, .error,
        variants: [
            "key-invalid", "key-expired", "key-leaked", "no-identity", "project-denied", "region", "token-used",
            "token-expired", "token-expired-live", "token-wrong-endpoint",
        ],
        title: "key, token, project or region refused",
        cause: "The service does not accept the credential.",
        fix: "Check the key or token, its project and billing, and the region that the call comes from.",
        source:
            "Live API reference (ephemeral tokens); yagudaev/voiceclaw#155; google-gemini/cookbook#781; F1, F2, F16",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        covers: [.reference(.ephemeralTokens), .reference(.security)],
        closes: [
            CloseReason(1007, says: "api key expired", variant: "key-expired"),
            CloseReason(1007, says: "api key not valid") { $0.isTokenAtWrongEndpoint ? wrongEndpoint : "key-invalid" },
            CloseReason(1008, says: "method doesn't allow unregistered callers") {
                $0.isTokenAtWrongEndpoint ? wrongEndpoint : "no-identity"
            },
            CloseReason(1008, says: "your project has been denied access", variant: "project-denied"),
            CloseReason(1007, says: "user location is not supported", variant: "region"),
            CloseReason(nil, says: "reported as leaked", variant: "key-leaked"),
            CloseReason(1011, says: "token has been used too many times", variant: "token-used"),
            CloseReason(1011, .before, says: "token has expired", variant: "token-expired"),
            CloseReason(1011, .after, says: "token has expired", variant: "token-expired-live"),
        ],
        examples: scripts
    ) { context in
        context.closes(by: .credentialRejected).compactMap { end in
            guard let clock = context.clock(end.connection) else { return nil }
            let advice = CredentialAdvice.of(end.verdict?.variant)
            var match = RuleMatch.end(end, "\(advice.title): \(end.words).").because(advice.cause).cured(by: advice.fix)
            if let opening = clock.opening {
                let kind = Credential(of: opening).rawValue
                match = match.proof(
                    at: clock.openedAt, "credential: \(kind), method \(opening.endpoint.method.rawValue)")
            }
            return match
        }
    }
}

private struct CredentialAdvice {
    var title: String
    var cause: String
    var fix: String

    static func of(_ variant: String?) -> CredentialAdvice {
        switch variant {
        case "key-invalid":
            CredentialAdvice(
                title: "The API key is not valid", cause: "The key does not exist or is not for this API.",
                fix: "Use a key from AI Studio or the Cloud console, and enable the Generative Language API for it.")
        case "key-expired":
            CredentialAdvice(
                title: "The API key has expired", cause: "The key was given an end.", fix: "Renew the key.")
        case "key-leaked":
            CredentialAdvice(
                title: "The API key was reported as leaked", cause: "It was found in public and has been blocked.",
                fix: "Make a new key, and keep it on a server: clients get ephemeral tokens.")
        case "no-identity":
            CredentialAdvice(
                title: "The service saw no credential", cause: "None was sent, or not where this method looks for it.",
                fix: "Send the key as x-goog-api-key or ?key=, a token as ?access_token= to the constrained method.")
        case "project-denied":
            CredentialAdvice(
                title: "The project has no access", cause: "The project was denied this API.",
                fix: "Enable API and billing, or ask the owner of the project.")
        case "region":
            CredentialAdvice(
                title: "The region is not supported", cause: "The call leaves from a country without the API.",
                fix: "Move the egress to a supported region.")
        default: ofToken(variant)
        }
    }

    private static func ofToken(_ variant: String?) -> CredentialAdvice {
        switch variant {
        case "token-used":
            CredentialAdvice(
                title: "The token has been used up", cause: "`uses` counts the sessions that a token may start.",
                fix: "Mint a new token for each new session; a resumption does not consume one.")
        case "token-expired-live":
            CredentialAdvice(
                title: "The token expired in mid-session", cause: "The token's expireTime ended the open connection.",
                fix: "Give tokens a longer expireTime than a session lasts, and reconnect with a new one in time.")
        case "token-wrong-endpoint":
            CredentialAdvice(
                title: "The token went to the wrong method",
                cause: "Ephemeral tokens are only taken by BidiGenerateContentConstrained, as access_token.",
                fix: "Connect to …/BidiGenerateContentConstrained?access_token=….")
        default:
            CredentialAdvice(
                title: "The token has expired", cause: "It was older than its expireTime or newSessionExpireTime.",
                fix: "Mint a new token just before the session begins.")
        }
    }
}

extension RuleID {
    static let credentialRejected: RuleID = "credential-rejected"
}

private let scripts: [Example] = [
    Example("key-expired") {
        $0.begin(isAccepted: false); $0.close(1007, "API key expired. Please renew", after: 0.1)
    } silent: {
        $0.talk(); $0.close(1007, "Precondition check failed.", after: 9)
    },
    Example(
        "token-wrong-endpoint", calls: { [token(.bidiGenerateContent)] },
        silent: { [token(.bidiGenerateContentConstrained)] }),
]

private func token(_ method: Endpoint.Method) -> StagedCall {
    var call = StagedCall(method: method, target: "/ws/x?access_token=REDACTED")
    call.begin(isAccepted: false)
    call.close(1008, "Method doesn't allow unregistered callers", after: 0.1)
    return call
}

private let wrongEndpoint = "token-wrong-endpoint"

extension CloseCase {
    /// An ephemeral token that was sent to the method for keys looks like a wrong key, or like none at all.
    fileprivate var isTokenAtWrongEndpoint: Bool {
        guard let opening = clock.opening, opening.endpoint.method == .bidiGenerateContent else { return false }
        return Credential(of: opening) == .token
    }
}
