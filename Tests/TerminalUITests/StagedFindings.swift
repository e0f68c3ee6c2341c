import Diagnosis
import LiveProtocol
import SessionModel

/// Findings as a call that was told to leave has them.
enum StagedFindings {
    private static let connection = Staged.leaving.id.firstConnection
    private static let start = Staged.now - .seconds(252)

    private static func at(_ seconds: Int) -> Timestamp { start + .seconds(seconds) }

    static let leaving = Finding(
        rule: "goaway-ignored", severity: .error, from: at(240), to: at(252), connection: connection,
        evidence: [
            Evidence(connection: connection, sequence: 231, at: at(240), note: "goAway, timeLeft 50 s"),
            Evidence(connection: connection, at: at(252), note: "audio still goes to the old connection"),
        ],
        numbers: [Finding.Number("time_left_s", 38), Finding.Number("handle_age_s", 240.8)],
        title: "The server announced the end of the connection, and the client has not opened another one.",
        cause: "A goAway comes about a minute before the end. Without a new connection the call breaks off there.",
        fix: "On goAway, open a new connection with the newest resumption handle, then close the old one.")

    static func slow(_ number: Int) -> Finding {
        Finding(
            rule: "slow-response", variant: "turn-\(number)", severity: .warning, from: at(number * 4),
            to: at(number * 4 + 2),
            connection: connection,
            evidence: [
                Evidence(connection: connection, sequence: Int64(number * 30), at: at(number * 4), note: "first audio")
            ],
            numbers: [Finding.Number("response_ms", 1_630)],
            title: "The answer of turn \(number) came 1.6 s after the user's end.",
            cause: "The model took 1.2 s of it.",
            fix: "Shorten the system instruction, or disable thinking.")
    }

    static let quiet = Finding(
        rule: "input-too-quiet", severity: .info, confidence: .low, from: at(12), to: at(20),
        title: "Speech arrives at -38 dBFS.", fix: "Raise the gain of the microphone.")

    static let predicted = Finding(
        rule: "context-exhausted", severity: .warning, isPrediction: true, from: at(250), to: at(250),
        title: "The context will be full in about 9 minutes.", cause: "It grows by 41 tokens a second.",
        fix: "Set contextWindowCompression in the setup.")

    static let notLive = Finding(
        rule: "model-not-live", severity: .error, from: at(0), to: at(0),
        title: "The model does not exist, or cannot be called live.",
        cause: "The name is that of another kind of model.",
        fix: "Choose one of the models whose supported methods include bidiGenerateContent.")

    static let refused = Finding(
        rule: "handshake-failed", variant: "http-status", severity: .error, from: at(0), to: at(0),
        title:
            "The service answered the upgrade with HTTP 429: You exceeded your current quota, please check your plan and billing details.",
        cause: "Too many requests.",
        fix:
            "Do not retry at once. Look at the quota of the model in AI Studio, close old sessions, raise the tier.")

    static let all = [leaving, slow(1), predicted, slow(2), quiet]
}
