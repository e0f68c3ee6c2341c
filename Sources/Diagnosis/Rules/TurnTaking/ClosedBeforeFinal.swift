import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `closed-before-final`: the client left before the last of what was said had been transcribed.
    static let closedBeforeFinal = Rule(
        .closedBeforeFinal, .turnTaking, .p1, .error,
        title: "closed before the final transcript",
        cause:
            "The final transcript of a stretch comes some seconds after its end; what is not final yet is lost with the close.",
        fix: """
            After audioStreamEnd wait for the inputTranscription that follows the last interim one, or for turnComplete, \
            some 5 s at most, and close then.
            """,
        source: "public reports of 2025-11 to 2026-11",
        cue: .steps(),
        thresholds: [.finalPatience],
        explains: [.usageIncomplete],
        examples: scripts
    ) { context in
        context.connections.compactMap { match($0, context) }
    }

    private static func match(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        guard clock.setup?.family == .transcribe35, let end = context.end(of: clock.id), end.by == .client,
            let lastAudio = clock.conduct.audio.last, end.at >= lastAudio.at,
            end.at - lastAudio.at < context.thresholds.seconds(.finalPatience)
        else { return nil }
        let final = clock.conduct.inputTranscripts.last?.at ?? clock.openedAt
        let speech = lost(since: final, on: clock, context)
        let interim = clock.conduct.interimTranscripts.last.flatMap { $0.at > final ? $0 : nil }
        guard speech >= .milliseconds(500) || interim != nil else { return nil }
        let marked = clock.conduct.activity.streamEnds.last.flatMap { $0.at >= lastAudio.at - .seconds(1) ? $0 : nil }
        let since = marked.map { ("audioStreamEnd", $0) } ?? ("the last audio", lastAudio)
        let what = speech > .zero ? "about \(Words.time(speech)) of speech were" : "what was said last was"
        return RuleMatch(
            "The client closed \(Words.time(end.at - since.1.at)) after \(since.0); \(what) not transcribed.",
            interim == nil ? .warning : .error, from: lastAudio.at, to: end.at, on: clock.id
        )
        .proof(interim, "an interim transcript that no final one followed").proof(since.1, since.0)
        .proof(end.mark, "close of the client").number("speech_s", speech.seconds)
        .number("waited_s", (end.at - lastAudio.at).seconds)
    }

    /// Speech that no final transcript came after.
    private static func lost(since final: Timestamp, on clock: ConnectionClock, _ context: RuleContext) -> Duration {
        // A final transcript lags behind what it holds by more than a moment: what ended just before it is in it.
        let ended = context.session.utterances.recent.filter { $0.connection == clock.id && $0.end > final }
        return ended.reduce(.zero) { $0 + ($1.end - max($1.onset, final)) }
    }
}

extension RuleID {
    static let closedBeforeFinal: RuleID = "closed-before-final"
}

extension Threshold {
    static let finalPatience = Threshold(
        "final_patience_s", 5, "a client that stays so long after the last audio has waited for the transcript")
}

private let scripts: [Example] = [
    Example {
        $0.transcribed(); $0.say(2); $0.interim("Please bring"); $0.say(1.5); $0.audioStreamEnd()
        $0.close(1000, by: .client, after: 1.2)
    } silent: {
        $0.transcribed(); $0.say(2); $0.interim("Please bring"); $0.say(1.5); $0.audioStreamEnd()
        $0.inputTranscript("Please bring the numbers.", after: 2); $0.close(1000, by: .client, after: 0.2)
    },
    Example {
        $0.transcribed(); $0.say(2); $0.interim("Please bring"); $0.say(1.5); $0.audioStreamEnd()
        $0.close(1000, by: .client, after: 1.2)
    } silent: {
        // A goodbye to a model that answers.
        $0.begin(); $0.exchangeAloud(); $0.say(1); $0.close(1000, by: .client, after: 1.2)
    },
]

extension StagedCall {
    /// A sentence that came through.
    fileprivate mutating func transcribed() {
        begin(
            model: "models/gemini-3.5-transcribe-live",
            #""generationConfig":{"responseModalities":["TEXT"]},"inputAudioTranscription":{}"#)
        say(2)
        hush(0.8)
        inputTranscript("Dear team.")
        hush(1)
    }

    fileprivate mutating func interim(_ words: String) {
        server(#"{"serverContent":{"interimInputTranscription":{"text":"\#(words)"}}}"#)
    }
}
