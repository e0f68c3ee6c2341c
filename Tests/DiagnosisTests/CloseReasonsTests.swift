import Diagnosis
import LiveProtocol
import SessionModel
import Testing

@Suite struct CloseReasonsTests {
    /// Words that have one meaning in their phase, and the rule whose they are.
    @Test(
        arguments: [
            (1007, "API key not valid. Please pass a valid API key.", false, "credential-rejected/key-invalid"),
            (1007, "API key expired. Please renew the API key.", false, "credential-rejected/key-expired"),
            (
                1008, "Method doesn't allow unregistered callers (callers without…", false,
                "credential-rejected/no-identity"
            ),
            (1008, "Your project has been denied access.", false, "credential-rejected/project-denied"),
            (1007, "User location is not supported for the API use.", false, "credential-rejected/region"),
            (1011, "Token has been used too many times", false, "credential-rejected/token-used"),
            (1011, "auth token has expired", false, "credential-rejected/token-expired"),
            (1011, "auth token has expired", true, "credential-rejected/token-expired-live"),
            (1011, "You exceeded your current quota, please check your plan", true, "quota-exhausted/quota"),
            (1011, "Resource has been exhausted (e.g. check quota).", false, "quota-exhausted/quota"),
            (1008, "models/x is not found for API version v1beta, or is not", false, "model-not-live"),
            (
                1008, "Publisher model projects/p/locations/global/x not found", false,
                "model-platform-mismatch/publisher-model"
            ),
            (1007, "Invalid session handle", false, "resume-rejected/invalid-handle"),
            (1007, #"Invalid JSON payload received. Unknown name "x" at 'setup'"#, false, "setup-unknown-field"),
            (1007, "Cannot extract voices from a non-audio request.", false, "response-modality-unsupported"),
            (1007, "Unsupported language code 'sv-SE'", false, "language-code-unsupported"),
            (1007, "realtime_input.media_chunks is deprecated. Use audio", true, "deprecated-media-chunks"),
            (1007, "Explicit activity control is not supported when", true, "activity-with-auto-vad"),
            (
                1007, "The audio content type (CONTENT_TYPE_AUDIO) is not", true,
                "mid-session-payload-rejected/content-type-audio"
            ),
            (1007, "Precondition check failed.", true, "mid-session-payload-rejected/precondition"),
            (1007, "Precondition check failed.", false, "setup-invalid-argument"),
            (1007, "Request contains an invalid argument.", false, "setup-invalid-argument"),
            (1008, "Operation is not implemented, or supported, or enabled.", true, "mid-session-payload-rejected/op"),
            (1011, "Deadline expired before operation could complete.", true, "session-cap-close/connection-10min"),
            (1011, "Internal error encountered.", true, "server-internal-error/transient"),
            (1011, "The service is currently unavailable.", true, "server-internal-error/transient"),
            (1008, "Request trace id: 5abe86: application/json isn't", true, "unclassified-close"),
            (1000, "", true, "unexpected-drop/1000-server"),
            (1011, "", true, "unclassified-close"),
            (1000, "", false, "handshake-failed/closed-before-setup"),
        ] as [(UInt16, String, Bool, String)])
    func `a close is told by its words and its phase`(
        code: UInt16, reason: String, isAfterSetup: Bool, expected: String
    ) {
        var call = StagedCall()
        call.begin(isAccepted: isAfterSetup)
        if isAfterSetup { call.exchange() }
        call.close(code, reason, after: 5)
        #expect(verdict(of: call) == expected)
    }

    @Test(
        arguments: [
            (1000, ""), (1001, "going away"), (nil, ""), (1011, "Internal error encountered."),
        ] as [(UInt16?, String)])
    func `a client that ends its call has no failure`(code: UInt16?, reason: String) {
        var call = StagedCall()
        call.begin()
        call.exchange()
        call.close(code, reason, by: .client)
        #expect(verdict(of: call) == nil)
    }

    @Test func `a client whose ping had no answer has given up`() {
        var call = StagedCall()
        call.begin()
        call.control(.clientToServer, .ping)
        call.close(1011, "keepalive ping timeout", by: .client, after: 20)
        #expect(verdict(of: call) == "keepalive-ping-timeout")
    }

    private func verdict(of call: StagedCall) -> String? {
        let context = RuleContext(call.state, at: call.now)
        return context.closes.first?.verdict.map {
            [$0.rule.rawValue, $0.variant].compactMap(\.self).joined(separator: "/")
        }
    }
}
