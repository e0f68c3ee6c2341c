import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `mid-session-payload-rejected`: 1007 or 1008 on a frame that used to be fine.
    static let midSessionPayloadRejected = Rule(
        .midSessionPayloadRejected, .setup, .p1, .error,
        variants: ["content-type-audio", "precondition", "op", "invalid-argument"],
        title: "a message was refused in mid-session",
        cause: "The service refused what it had taken before; on its side or in the shape of a message.",
        fix: "Resume with the newest handle. Leave out what is shown as suspect, and pin a dated model.",
        source: "googleapis/python-genai#130; google-gemini/cookbook#1225; D8; F14, F20",
        traits: [.needsNoTimes, .endsConnection],
        cue: .steps(),
        closes: [
            CloseReason(1007, .after, says: "unknown name", variant: "invalid-argument"),
            CloseReason(1007, .after, says: "the audio content type", variant: "content-type-audio"),
            CloseReason(1007, .after, says: "precondition check failed", variant: "precondition"),
        ],
        examples: scripts
    ) { context in
        context.closes(by: .midSessionPayloadRejected).compactMap { end in
            guard let clock = context.clock(end.connection) else { return nil }
            return match(of: end, clock, context)
        }
    }

    private static func match(of end: ConnectionEnd, _ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch {
        let conduct = clock.conduct
        var match = RuleMatch.end(end, "A message was refused after \(end.age.map(Words.time) ?? "–"): \(end.words).")
            .proof(conduct.lastUp, "last frame of the client")
        var suspects: [String] = []
        let triggers: [(Occurrences, String)] = [
            (conduct.contentsWithAudio, "clientContent with audio"), (conduct.contentsWithFile, "a file by its URI"),
            (conduct.contents, "clientContent"), (conduct.activity.textsInside, "text inside an activity"),
            (conduct.oddAudio, "audio of odd length"), (conduct.largeTexts, "a text of more than 4 KB"),
        ]
        for (occurrences, name) in triggers {
            guard let last = occurrences.last, end.at - last.at <= .seconds(3) else { continue }
            suspects.append(name)
            match = match.proof(last, name)
        }
        let bargeIns = context.session.interruptions.recent.count { end.at - $0.at <= .seconds(5) && $0.at <= end.at }
        if bargeIns >= 2 { suspects.append("\(bargeIns) interruptions within 5 s") }
        guard !suspects.isEmpty else { return match.unsure() }
        return match.unsure().because(
            "In the last seconds: \(suspects.joined(separator: ", ")). Several causes are claimed for this reason.")
    }
}

extension RuleID {
    static let midSessionPayloadRejected: RuleID = "mid-session-payload-rejected"
}

private let scripts: [Example] = [
    Example("content-type-audio") {
        $0.talk(); $0.close(1007, "The audio content type (CONTENT_TYPE_AUDIO) is not supported", after: 1)
    } silent: {
        $0.talk(); $0.close(1007, "Explicit activity control is not supported", after: 1)
    },
    Example("op") {
        $0.talk(); $0.close(1008, "Operation is not implemented, or supported, or enabled.", after: 1)
    } silent: {
        $0.talk(); $0.call(); $0.audio(seconds: 0.4)
        $0.close(1008, "Operation is not implemented, or supported, or enabled.", after: 1)
    },
]
