import LiveProtocol
import Simulator

extension StagedFailure {
    static let connection = [
        StagedFailure("unexpected-drop", "the connection is cut, or closed without a word", isLive: true) { v in
            v.session {
                v.opened()
                v.turn()
                server(v.index % 2 == 0 ? .hangUp : .close(1000, reason: ""), after: v.seconds(0.3...1.5))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                client(.close(1000), after: v.seconds(0.3...1.5))
            }
        },
        StagedFailure("idle-input-abort", "no input for two and a half minutes") { v in
            v.session {
                v.opened()
                v.turn()
                server(.close(1008, reason: "The operation was aborted."), after: v.seconds(148...155))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                v.turn(after: v.seconds(70...90))
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("idle-input-abort", "no input for a hundred seconds, so far") { v in
            v.session(isOpen: true, patience: v.seconds(105...130)) {
                v.opened()
                v.turn()
            }
        } silent: { v in
            v.session(isOpen: true, patience: v.seconds(40...70)) {
                v.opened()
                v.turn()
            }
        },
        StagedFailure("server-internal-error", "the service fails in mid-call", isLive: true) { v in
            let reasons = [
                "Internal error encountered.", "Internal error occurred.", "The service is currently unavailable.",
                "Thread was cancelled when writing StartStep status to channel.; Failed to close the streaming context",
                "Failed to run inference for model: models/\(v.model)",
            ]
            return v.session {
                v.opened()
                v.turn()
                server(.close(1011, reason: v.pick(reasons)), after: v.seconds(0.3...1.5))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                client(.close(1000), after: v.seconds(0.3...1.5))
            }
        },
        StagedFailure("keepalive-ping-timeout", "the client's watchdog closes a connection that works") { v in
            v.session {
                v.opened()
                client(.ping)
                server(.pong, after: .milliseconds(20))
                client(.ping, after: .seconds(20))
                v.turns(2, every: .seconds(9))
                client(.closeBecause(1011, reason: "keepalive ping timeout"), after: v.seconds(1.5...2.5))
            }
        } silent: { v in
            v.session {
                v.opened()
                client(.ping)
                server(.pong, after: .milliseconds(20))
                client(.ping, after: .seconds(20))
                server(.pong, after: .milliseconds(24))
                v.turns(2, every: .seconds(9))
                client(.close(1000), after: .seconds(2))
            }
        },
        StagedFailure("handshake-failed", "the upgrade is turned away") { v in
            let status = v.pick([403, 404, 429, 503, 401])
            let refusal = Refusal(status: status, by: .server, reason: "\(status)")
            return v.session(opening: StagedOpening(refusal: refusal)) {}
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                client(.close(1000))
            }
        },
        StagedFailure("handshake-failed", "no setupComplete, and no word") { v in
            v.session(isOpen: true, patience: v.seconds(11...20)) { client(v.setup()) }
        } silent: { v in
            v.session {
                client(v.setup())
                server(.setupComplete, after: .milliseconds(1_600))
                v.turn()
                client(.close(1000))
            }
        },
        StagedFailure("half-open-connection", "a dead path: nothing comes back, pings stay unanswered") { v in
            v.session(isOpen: true) {
                v.opened()
                v.turn()
                for _ in 0..<8 {
                    client(.ping, after: .seconds(2))
                    client(.bytes([UInt8](repeating: 0, count: 1_280), type: "audio/pcm;rate=16000"))
                }
            }
        } silent: { v in
            v.session(isOpen: true) {
                v.opened()
                v.turn()
                for _ in 0..<8 {
                    client(.ping, after: .seconds(2))
                    server(.pong, after: .milliseconds(18))
                    client(.bytes([UInt8](repeating: 0, count: 1_280), type: "audio/pcm;rate=16000"))
                }
            }
        },
        StagedFailure("network-unstable", "pongs that take their time") { v in
            v.session {
                v.opened()
                for _ in 0..<10 {
                    client(.ping, after: .seconds(1))
                    server(.pong, after: v.seconds(0.4...0.9))
                }
                v.turn()
                client(.close(1000))
            }
        } silent: { v in
            v.session {
                v.opened()
                for _ in 0..<10 {
                    client(.ping, after: .seconds(1))
                    server(.pong, after: v.seconds(0.02...0.12))
                }
                v.turn()
                client(.close(1000))
            }
        },
    ]

    /// What the service says when it closes.
    static let closeReasons = [
        StagedFailure("credential-rejected", "key, token, project or region refused", isLive: true) { v in
            let closings: [(UInt16, String)] = [
                (1007, "API key not valid. Please pass a valid API key."),
                (1008, "Method doesn't allow unregistered callers (callers without established identity)."),
                (1007, "API key expired. Please renew the API key."),
                (1007, "User location is not supported for the API use."),
                (1011, "Token has been used too many times"),
            ]
            let (code, reason) = v.pick(closings)
            return v.session {
                client(v.setup())
                server(.close(code, reason: reason), after: v.seconds(0.05...0.3))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                client(.close(1000))
            }
        },
        StagedFailure("quota-exhausted", "quota or rate used up", isLive: true) { v in
            let reasons = [
                MockClosure.quota.reason, "Resource has been exhausted (e.g. check quota).",
                "Your prepayment credits are depleted.",
            ]
            return v.session {
                v.opened()
                server(.close(1011, reason: v.pick(reasons)), after: v.seconds(0.1...2))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                client(.close(1000))
            }
        },
        StagedFailure("unclassified-close", "closed with words nobody has written down", isLive: true) { v in
            let reasons = [
                "Request trace id: 5abe86f2: application/json isn't", "A new reason of the next release",
                "Policy 4711 says no", "Unexpected tool output encoding", "Try again on another day",
            ]
            return v.session {
                v.opened()
                v.turn()
                server(.close(v.pick([1008, 1007]), reason: v.pick(reasons)), after: .milliseconds(700))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                client(.closeBecause(4000, reason: "the user hung up"), after: .milliseconds(700))
            }
        },
        StagedFailure("model-not-live", "a model without Live", isLive: true) { v in
            let name = v.pick([
                "gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.0-flash-lite", "gemini-2.0-flash-live-001",
                "gemini-live-2.5-flash-preview",
            ])
            let reason = MockClosure.modelNotFound("models/\(name)", version: "v1beta").reason
            let other = v.with([name])
            return v.session {
                client(other.setup())
                server(.close(1008, reason: reason), after: v.seconds(0.05...0.8))
            }
        } silent: { v in
            v.session {
                v.opened()
                v.turn()
                client(.close(1000))
            }
        },
        StagedFailure("model-platform-mismatch", "a name that belongs to the other platform or region") { v in
            let name = "projects/demo/locations/global/publishers/google/models/gemini-live-2.5-flash"
            let other = v.with([name])
            let upstream = "https://aiplatform.googleapis.com"
            return v.session(opening: StagedOpening(surface: .vertex, version: "v1beta1", upstream: upstream)) {
                client(other.setup())
                server(
                    .close(
                        1008, reason: "Publisher model `\(name)` was not found or your project does not have access"),
                    after: v.seconds(0.1...0.6))
            }
        } silent: { v in
            let name = "projects/demo/locations/us-central1/publishers/google/models/gemini-live-2.5-flash"
            let other = v.with([name])
            return v.session(opening: StagedOpening(surface: .vertex, version: "v1beta1")) {
                other.opened()
                other.turn()
                client(.close(1000))
            }
        },
    ]
}
