import LiveProtocol
import SessionModel

extension Rule {
    /// `credential-rejected`: key, token, project or region refused.
    static let credentialRejected = Rule(
        "credential-rejected", .connection, .p1, .error,
        variants: [
            "key-invalid", "key-expired", "key-leaked", "no-identity", "project-denied", "region", "token-used",
            "token-expired", "token-expired-live", "token-wrong-endpoint",
        ],
        title: "key, token, project or region refused",
        cause: "The service does not accept the credential.",
        fix: "Check the key or token, its project and billing, and the region that the call comes from.",
        source: "Live API reference (ephemeral tokens); yagudaev/voiceclaw#155; google-gemini/cookbook#781; F1, F2, F16"
    ) { context in
        context.closes(by: "credential-rejected").compactMap { end in
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
