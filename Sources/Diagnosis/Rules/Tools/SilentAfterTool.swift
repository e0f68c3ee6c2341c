import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `silent-after-tool`: the last call was answered, and the model says nothing more.
    static let silentAfterTool = Rule(
        .silentAfterTool, .tools, .p1, .error, variants: ["blocking", "when-idle"],
        title: "silent since the answer to a tool",
        cause: "The service took the answer and did not go on with the turn.",
        fix: """
            Give it 8 s, then resume on a new connection and ask again there; a text on this one helps only sometimes. \
            Keep answers small, and send one function response for each call.
            """,
        source: "google-gemini/gemini-live-api-examples#54, #55; googleapis/python-genai#2333",
        thresholds: [.toolSilence],
        explains: [.sessionGoneSilent, .speechUnanswered, .turnLatencyHigh],
        covers: [.guide(.toolsPause)],
        examples: scripts
    ) { context in
        guard let clock = context.connections.last, context.session.tools.pending.isEmpty,
            let call = context.session.tools.recent.last(where: { $0.outcome != .unknown }),
            call.outcome == .answered, let answer = call.answer, answer.connection == clock.id,
            answer.scheduling != "SILENT", !isSaid(before: answer, call, context.session)
        else { return [] }
        let conduct = clock.conduct
        let spoken = [
            conduct.modelOutput.last, conduct.toolCalls.last, conduct.turnCompletes.last, conduct.interruptions.last,
        ]
        guard spoken.allSatisfy({ $0.map { $0.at < answer.frame.at } ?? true }) else { return [] }
        // What was said before the call may sound on, and the user's ear waits from its end.
        let since = max(answer.frame.at, context.session.playback.soundsUntil ?? answer.frame.at)
        let until = context.end(of: clock.id)?.at ?? context.now
        guard until - since >= context.thresholds.seconds(.toolSilence) else { return [] }
        let name = "\(call.name)\(call.id.map { " (\($0))" } ?? "")"
        let isIdle = answer.scheduling == "WHEN_IDLE"
        return [
            RuleMatch(
                "Silent for \(Words.time(until - answer.frame.at)) since the answer to \(name).",
                variant: isIdle ? "when-idle" : "blocking", from: answer.frame.at, to: until, on: clock.id
            )
            .proof(
                call.sequence.flatMap { number in call.calledAt.map { FrameMark(sequence: number, at: $0) } },
                "toolCall \(name)"
            )
            .proof(answer.frame, "toolResponse, the last thing that the model was waiting for")
            .number("silence_s", (until - answer.frame.at).seconds)
        ]
    }

    /// It had answered in so many words, and completed its turn, before the function did: there is nothing left to say.
    private static func isSaid(before answer: ToolCall.Answer, _ call: ToolCall, _ session: SessionState) -> Bool {
        let turn = session.turns.recent.last { turn in turn.tools.contains { $0.id == call.id && $0.name == call.name }
        }
        guard let turn, turn.firstAudioAt != nil, let completedAt = turn.completedAt, completedAt <= answer.frame.at
        else {
            return false
        }
        return turn.modelText.value.split(whereSeparator: \.isWhitespace).count >= 6
    }
}

extension RuleID {
    static let silentAfterTool: RuleID = "silent-after-tool"
}

extension Threshold {
    static let toolSilence = Threshold(
        "tool_silence_s", 8, "a model that says nothing for so long after a tool's answer has stopped")
}

private let scripts: [Example] = [
    Example("blocking", after: 9) {
        $0.begin(.function); $0.exchange(); $0.text("Where is it?"); $0.call(); $0.answer()
    } silent: {
        $0.begin(.function); $0.exchange(); $0.text("Where is it?"); $0.call(); $0.answer(); $0.speak()
        $0.completeTurn(prompt: 120)
    },
    Example("blocking", after: 9) {
        $0.begin(.function); $0.exchange(); $0.text("Where is it?"); $0.call(); $0.answer()
    } silent: {
        // It had said everything before it called.
        $0.begin(.function); $0.exchange(); $0.text("Keep my name."); $0.speak(); $0.call(); $0.answer()
        $0.completeTurn(prompt: 120)
    },
    Example("blocking", after: 9) {
        $0.begin(.function); $0.exchange(); $0.text("Keep my name."); $0.speak(); $0.outputTranscript("One moment.")
        $0.call(); $0.completeTurn(prompt: 110); $0.answer()
    } silent: {
        $0.begin(.function); $0.exchange(); $0.text("Keep my name."); $0.speak()
        $0.outputTranscript("Thank you Alex, I have saved that for you."); $0.call(); $0.completeTurn(prompt: 110)
        $0.answer()
    },
]
