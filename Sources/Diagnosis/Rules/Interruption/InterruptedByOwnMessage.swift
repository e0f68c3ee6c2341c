import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `interrupted-by-own-message`: a text of the client's own cuts the model off.
    static let interruptedByOwnMessage = Rule(
        .interruptedByOwnMessage, .interruption, .p1, .warning,
        title: "the client's own text cuts the model off",
        cause: """
            clientContent and realtime text interrupt what the model is saying, with turnComplete false as well; whoever \
            sends context, state or a tool's news while it speaks cuts it off.
            """,
        fix: """
            Hold such texts back until turnComplete and until what is queued has been played; put what the model has to know \
            into the answer of a tool, or into the next turn.
            """,
        source: "Live API reference (clientContent interrupts); pydantic-ai 2.68, verified live 2026-09-16 to 10-27",
        thresholds: [.ownInterruptions],
        explains: [.playbackNotFlushed, .falseInterrupt, .turnSplitOnPause],
        covers: [.guide(.interruption)],
        examples: scripts
    ) { context in
        let cuts = context.session.interruptions.recent.filter { cut in
            cut.isSettled && cut.message != nil && !hasSpeech(cut) && cut.isFalse != true && isContext(cut, context)
        }
        guard cuts.count >= Int(clamping: context.thresholds[.ownInterruptions]), let first = cuts.first,
            let last = cuts.last, let message = first.message
        else { return [] }
        let gaps = cuts.compactMap { cut in cut.message.map { cut.at - $0.frame.at } }.sorted()
        let all = context.session.interruptions.recent.count
        return [
            RuleMatch(
                """
                \(cuts.count) of \(Words.count(all, "interruption")) came \(Words.milliseconds(gaps[gaps.count / 2])) after the \
                client's own text (“\(message.text.prefix(40))”), and nobody had spoken.
                """, from: first.at, to: last.at, on: first.connection == last.connection ? first.connection : nil
            )
            .on(first.connection)
            .proof(message.frame, "text of the client while the model sounds")
            .proof(FrameMark(sequence: first.sequence, at: first.at), "interrupted")
            .number("interruptions", cuts.count).number("delay_ms", gaps[gaps.count / 2].milliseconds)
        ]
    }

    /// The user had begun to speak as well.
    private static func hasSpeech(_ cut: Interruption) -> Bool {
        cut.detections.contains { $0.anchor != .text }
    }

    /// Somebody who talks to the model by voice sends texts that are not theirs; a chat is interrupted on purpose. And a
    /// word or two are what a stop button sends.
    private static func isContext(_ cut: Interruption, _ context: RuleContext) -> Bool {
        guard let clock = context.clock(cut.connection), !clock.conduct.audio.isEmpty else { return false }
        let words = cut.message?.text.split(whereSeparator: \.isWhitespace).count ?? 0
        return words > 2
    }
}

extension RuleID {
    static let interruptedByOwnMessage: RuleID = "interrupted-by-own-message"
}

extension Threshold {
    static let ownInterruptions = Threshold(
        "own_interruption_count", 2, "interruptions by the client's own texts are told from so many on")
}

private let scripts: [Example] = [
    Example(nil, .warning) {
        $0.begin(); $0.cut(by: "[state] score: 1, round: 2"); $0.cut(by: "[state] score: 2, round: 3"); $0.hush(3)
    } silent: {
        $0.begin(); $0.cut(by: "Stop."); $0.cut(by: "Stop."); $0.hush(3)
    },
    Example(nil, .warning) {
        $0.begin(); $0.cut(by: "[state] score: 1, round: 2"); $0.cut(by: "[state] score: 2, round: 3"); $0.hush(3)
    } silent: {
        $0.begin(); $0.cut(by: nil); $0.cut(by: nil); $0.hush(3)
    },
]

extension StagedCall {
    /// A question, and an answer that is broken off: by a text of the client, or by the user's voice.
    fileprivate mutating func cut(by text: String?) {
        say(1.5)
        hush(0.6)
        for _ in 1...3 { speak(0.5, after: 0); hush(0.4) }
        if let text {
            let turns = ##"[{"role":"user","parts":[{"text":"\##(text)"}]}]"##
            client(#"{"clientContent":{"turns":\#(turns),"turnComplete":false}}"#)
            hush(0.12)
        } else {
            say(0.4)
        }
        interrupt()
        completeTurn(prompt: 100, after: 0.08)
        if text == nil { say(0.8) }
        hush(2)
    }
}
