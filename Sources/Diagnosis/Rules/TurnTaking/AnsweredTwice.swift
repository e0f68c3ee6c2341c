import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `answered-twice`: one question, two spoken answers.
    static let answeredTwice = Rule(
        .answeredTwice, .turnTaking, .p1, .warning, variants: ["tool", "two-triggers", "history-resent"],
        title: "two answers to one question",
        cause: "The model answers before it calls a function, and once more when the function's answer comes.",
        fix: """
            Send the function's answer with scheduling SILENT where nothing is to be said of it, or tell the model in the \
            system instruction to call first and to say nothing before the result.
            """,
        source: "public reports of 2025-11 to 2026-11",
        cue: .steps(),
        thresholds: [.answersTwice, .sharedWords],
        explains: [.activityUnbalanced, .toolCallRepeated],
        examples: scripts
    ) { context in
        [spokenTwice(context)].compactMap { $0 } + context.connections.compactMap { twoTriggers($0, context) }
            + context.connections.compactMap(resent)
    }

    // MARK: Two spoken turns

    private static func spokenTwice(_ context: RuleContext) -> RuleMatch? {
        let session = context.session
        // Extended thinking says a filler first, on purpose.
        guard session.setup?.family != .extended38, session.setup?.family != .translate35 else { return nil }
        let turns = Array(session.turns.recent)
        let pairs = zip(turns, turns.dropFirst()).filter { isRepeated($0, $1, context) }
        guard pairs.count >= Int(clamping: context.thresholds[.answersTwice]), let first = pairs.first,
            let last = pairs.last
        else { return nil }
        let isTool = pairs.contains { !$0.0.tools.isEmpty || !$0.1.tools.isEmpty }
        let around = isTool ? " around the call of \((first.0.tools + first.1.tools).first?.name ?? "a function")" : ""
        let match = RuleMatch(
            """
            \(Words.count(pairs.count, "question")) had two spoken answers\(around): \
            “\(first.0.modelText.value.prefix(40))”, and then “\(first.1.modelText.value.prefix(40))”.
            """, variant: "tool", from: first.0.openedAt,
            to: last.1.completedAt ?? last.1.openedAt, on: first.0.connection)
        return match.proof(at: first.0.firstAudioAt, "the first answer").proof(at: first.1.firstAudioAt, "the second")
            .number("times", pairs.count)
    }

    private static func isRepeated(_ first: Turn, _ second: Turn, _ context: RuleContext) -> Bool {
        guard let end = first.playback.endsAt, let start = second.firstAudioAt, first.firstAudioAt != nil,
            first.interruptedAt == nil, second.userAt == nil, first.connection == second.connection,
            start - end <= .seconds(1), !hasSpeech(between: first, and: start, context)
        else { return false }
        let (before, after) = (words(first), words(second))
        // A filler before the result is manners.
        guard before.count >= 6, after.count >= 3 else { return false }
        let opened = first.firstAudioAt ?? first.openedAt
        let isAnswered = (first.tools + second.tools).contains { tool in
            tool.endedAt.map { $0 >= opened && $0 <= start } ?? false
        }
        let shared =
            Double(Set(after).intersection(before).count) / Double(max(min(Set(after).count, Set(before).count), 1))
        return isAnswered || shared >= context.thresholds[.sharedWords]
    }

    private static func hasSpeech(between first: Turn, and start: Timestamp, _ context: RuleContext) -> Bool {
        let since = first.firstAudioAt ?? first.openedAt
        return context.session.utterances.recent.contains { utterance in
            utterance.isEcho != true && utterance.duration >= .milliseconds(300) && utterance.end > since
                && utterance.onset < start
        }
    }

    private static func words(_ turn: Turn) -> [Substring] {
        let text = turn.modelText.value.lowercased()
        // What a byte of ASCII is need not be looked up: that took most of the time of all rules.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.split { !$0.isLetter && !$0.isNumber } }
        return text.utf8.split { !$0.isLetterOrDigit }.map(Substring.init)
    }

    // MARK: Two triggers

    private static func twoTriggers(_ clock: ConnectionClock, _ context: RuleContext) -> RuleMatch? {
        let texts = clock.conduct.textsAfterActivity
        guard texts.count >= Int(clamping: context.thresholds[.answersTwice]), let first = texts.first,
            clock.setup?.isServerVADOn == false || !clock.conduct.activity.ends.isEmpty
        else { return nil }
        let end = context.session.connections.first { $0.id == clock.id }?.conduct.activity.spans.last {
            $0.end <= first.at
        }
        let gap = end.map { Words.time(first.at - $0.end) } ?? "less than a second"
        return RuleMatch(
            "A text turn \(gap) after activityEnd competes with what was said, \(texts.count) times.",
            variant: "two-triggers", from: first.at, to: texts.last?.at, on: clock.id
        )
        .proof(first, "text of the client").number("times", texts.count)
        .because("activityEnd asks for an answer by itself; a text turn behind it asks for another, and may win.")
        .cured(
            by: """
                Send activityEnd once and nothing after it. In a framework, do not call generate_reply (which sends a turn \
                “.”) where the user's turn ends by activityEnd.
                """)
    }

    // MARK: The history sent again

    private static func resent(_ clock: ConnectionClock) -> RuleMatch? {
        guard clock.setup?.setup.resumption?.handle != nil, clock.setupCompleteAt != nil,
            let first = clock.conduct.histories.first
        else { return nil }
        return RuleMatch(
            "The history was sent again into a session that was resumed.", variant: "history-resent", from: first.at,
            to: clock.conduct.histories.last?.at, on: clock.id
        )
        .proof(clock.conduct.setups.first, "setup with a handle").proof(first, "clientContent with words of the model")
        .number("times", clock.conduct.histories.count)
        .because("The handle brings the history along: it now stands there twice, and the model answers it once more.")
        .cured(by: "A resumed session has its history: send nothing of it again.")
    }
}

extension UInt8 {
    /// Of lower-case ASCII.
    fileprivate var isLetterOrDigit: Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= self || UInt8(ascii: "0")...UInt8(ascii: "9") ~= self
    }
}

extension RuleID {
    static let answeredTwice: RuleID = "answered-twice"
}

extension Threshold {
    static let answersTwice = Threshold("answered_twice_count", 2, "so many questions with two answers are a pattern")
    static let sharedWords = Threshold(
        "shared_words_ratio", 0.4, "two answers that share so many of their words say the same")
}

private let scripts: [Example] = [
    Example("tool", .warning) {
        $0.begin(.function); $0.twice(secondText: "Your name is saved now, Alex. Anything else?")
        $0.twice(secondText: "I have saved your number for you. What else?")
    } silent: {
        $0.begin(.function); $0.twice(secondText: nil); $0.twice(secondText: nil)
    },
    Example("two-triggers", .warning) {
        $0.begin(.manualVAD)
        for _ in 1...2 { $0.marked(); $0.content(".", after: 0.3); $0.speak(); $0.completeTurn(prompt: 100) }
    } silent: {
        $0.begin(.manualVAD)
        for _ in 1...2 {
            $0.marked(); $0.speak(); $0.completeTurn(prompt: 100); $0.content("And?", after: 2); $0.speak()
        }
    },
    Example("history-resent", .warning) {
        $0.begin(.resuming("h1")); $0.client(history, after: 0.2); $0.speak(); $0.completeTurn(prompt: 100)
    } silent: {
        $0.begin(); $0.client(history, after: 0.2); $0.speak(); $0.completeTurn(prompt: 100)
    },
]

private let history = #"""
    {"clientContent":{"turns":[{"role":"user","parts":[{"text":"Hello"}]},{"role":"model","parts":[{"text":"Hi!"}]},\#
    {"role":"user","parts":[{"text":"How are you?"}]}],"turnComplete":true}}
    """#

extension StagedCall {
    fileprivate mutating func marked() {
        hush(1)
        activityStart()
        say(1.5)
        activityEnd()
    }

    /// A question, a spoken answer with a call inside it, and then one more.
    fileprivate mutating func twice(secondText: String?) {
        text("My name is Alex, please keep it.", after: 1)
        speak(1, after: 0.4)
        outputTranscript("Thank you Alex, I have saved that for you.")
        call()
        answer()
        completeTurn(prompt: 100, after: 0.6)
        guard let secondText else { return wait(3) }
        speak(1, after: 0.3)
        outputTranscript(secondText)
        completeTurn(prompt: 140, after: 1.2)
    }
}
