import Listening
import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `echo-in-microphone`: the client sends the model its own voice.
    static let echoInMicrophone = Rule(
        .echoInMicrophone, .interruption, .p1, .warning,
        title: "the microphone hears the model",
        cause: """
            The loudspeaker reaches the microphone and nothing takes it out. The service may take the model's own words for \
            the user's: it interrupts itself, or answers itself.
            """,
        fix: """
            Use headphones, or the echo cancellation of the capture (echoCancellation in a browser, the voice mode of the \
            system), with the model's audio played by the same device. A higher start sensitivity makes it worse.
            """,
        source: "google-gemini/cookbook#356; public reports of 2025-11 to 2026-11",
        standing: .ofSpeech,
        thresholds: [.echoTurns, .echoTime, .echoBelowVoice],
        explains: [.bargeInMissed, .turnSplitOnPause],
        covers: [.guide(.interruption)],
        examples: scripts
    ) { context in
        let session = context.session
        guard session.setup?.isSimultaneous != true else { return [] }
        let speech = session.inputAudio.speech
        let voice = speech.filter { $0.isEcho != true }.compactMap(\.level).max() ?? -.infinity
        // What echo cancellation leaves is too soft, too near the noise or too far below the user to be taken for speech.
        let softest = max(context.thresholds[.speechLevel], voice - context.thresholds[.echoBelowVoice])
        let echoes = speech.filter { segment in
            segment.isEcho == true && segment.level.map { $0 > softest } ?? false
                && segment.snr.map { $0 >= context.thresholds[.speechSNR] } ?? false
        }
        let length = echoes.reduce(Duration.zero) { $0 + (($1.end ?? $1.onset) - $1.onset) }
        guard let first = echoes.first, let last = echoes.last, length >= context.thresholds.seconds(.echoTime) else {
            return []
        }
        let sounding = sounding(session)
        let turns = Set(echoes.compactMap { turn(of: $0, sounding)?.index })
        guard turns.count >= Int(clamping: context.thresholds[.echoTurns]) else { return [] }
        let delay = session.inputAudio.echoDelay.map { ", \(Words.milliseconds($0)) after it" } ?? ""
        var match = RuleMatch(
            "The microphone heard the model in \(Words.count(turns.count, "turn")), for \(Words.time(length))\(delay).",
            from: first.onset, to: last.end, on: turn(of: last, sounding)?.connection)
        for echo in echoes.suffix(3) {
            let level = echo.level.map { ", \(Words.number($0)) dBFS" } ?? ""
            match = match.proof(
                at: echo.onset, "\(Words.time((echo.end ?? echo.onset) - echo.onset)) of the model's voice\(level)")
        }
        return [
            match.number("turns", turns.count).number("echo_s", length.seconds)
                .number("echo_score", session.inputAudio.echoScore)
                .number("delay_ms", session.inputAudio.echoDelay?.milliseconds).gravity(length.seconds)
        ]
    }

    /// A turn with audio.
    private typealias Sounding = (index: Int, connection: ConnectionID, since: Timestamp)

    private static func sounding(_ session: SessionState) -> [Sounding] {
        var all: [Sounding] = []
        session.turns.forEachInPlace { turn in
            if let since = turn.firstAudioAt { all.append((turn.index, turn.connection, since)) }
        }
        return all
    }

    /// Whose audio sounded.
    private static func turn(of echo: SpeechSegment, _ turns: [Sounding]) -> Sounding? {
        turns.last { $0.since <= echo.onset }
    }
}

extension RuleID {
    static let echoInMicrophone: RuleID = "echo-in-microphone"
}

extension Threshold {
    static let echoTurns = Threshold("echo_turn_count", 2, "turns of the model in which the microphone hears it")
    static let echoTime = Threshold("echo_s", 3, "and for so long in all")
    static let echoBelowVoice = Threshold(
        "echo_below_voice_db", 24, "what comes back that far below the user is what echo cancellation leaves")
}

private let scripts: [Example] = [
    Example(nil, .warning) {
        $0.begin(); for _ in 1...3 { $0.converse(echo: 0.15) }
    } silent: {
        $0.begin(); for _ in 1...3 { $0.converse(echo: 0.001) }
    }
]

extension StagedCall {
    /// A question, and an answer of three seconds that comes back a quarter of a second later, `echo` times as loud.
    fileprivate mutating func converse(echo: Double) {
        say(1.5)
        hush(0.6)
        let loudness: [Int16] = [2_400, 700, 3_200, 1_500, 2_800, 400, 3_000, 2_000, 900, 2_600, 600, 3_400, 1_800]
        let steps = 25
        for step in 0..<steps {
            speak(0.12, after: 0, value: loudness[step % loudness.count])
            let heard = step >= 2 ? Double(loudness[(step - 2) % loudness.count]) * echo : 0
            for _ in 0..<3 { audio(bytes: microphone.encoding.bytes(of: microphone.speaker(640, loudness: heard))) }
        }
        completeTurn(prompt: 100, after: 0)
        hush(1.6)
    }
}

extension StagedMicrophone {
    /// A buzz of this loudness in the room.
    fileprivate mutating func speaker(_ count: Int, loudness: Double) -> [Int16] {
        room(count).enumerated().map { index, noise in
            noise &+ Int16(clamping: Int64(clamping: index / 40 % 2 == 0 ? loudness : -loudness))
        }
    }
}
