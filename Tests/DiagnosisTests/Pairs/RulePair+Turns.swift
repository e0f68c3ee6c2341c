import Diagnosis
import LiveProtocol

extension RulePair {
    private static let manual = #""realtimeInputConfig":{"automaticActivityDetection":{"disabled":true}}"#
    private static let start = #"{"realtimeInput":{"activityStart":{}}}"#
    private static let end = #"{"realtimeInput":{"activityEnd":{}}}"#

    static let turnTaking: [RulePair] = [
        RulePair("vad-disabled-no-activity", "no-start") {
            $0.begin(manual); $0.audio(seconds: 11)
        } isSilent: {
            $0.begin(manual); $0.client(start); $0.audio(seconds: 11); $0.client(end)
        },
        RulePair("vad-disabled-no-activity", "no-end", after: 22) {
            $0.begin(manual); $0.client(start); $0.audio(seconds: 2)
        } isSilent: {
            $0.begin(manual); $0.client(start); $0.audio(seconds: 2); $0.client(end)
        },
        RulePair("activity-with-auto-vad") {
            $0.begin(); $0.client(start); $0.close(1007, "Explicit activity control is not supported when", after: 0.1)
        } isSilent: {
            $0.begin(manual); $0.client(start)
        },
        RulePair("activity-with-auto-vad", nil, .warning) {
            $0.begin(); $0.client(start)
        } isSilent: {
            $0.begin(manual); $0.client(start)
        },
        RulePair("activity-unbalanced", "double-start", .warning) {
            $0.begin(manual); $0.client(start); $0.client(start)
        } isSilent: {
            $0.begin(manual); $0.client(start); $0.client(end); $0.client(start)
        },
        RulePair("activity-unbalanced", "end-without-start", .warning) {
            $0.begin(manual); $0.client(end)
        } isSilent: {
            $0.begin(manual); $0.client(start); $0.client(end)
        },
        RulePair("activity-unbalanced", "text-inside", .warning) {
            $0.begin(manual); $0.client(start); $0.text("x")
        } isSilent: {
            $0.begin(manual); $0.client(start); $0.client(end); $0.text("x")
        },
        RulePair("activity-unbalanced", "stream-end-with-manual", .warning) {
            $0.begin(manual); $0.client(#"{"realtimeInput":{"audioStreamEnd":true}}"#)
        } isSilent: {
            $0.begin(); $0.client(#"{"realtimeInput":{"audioStreamEnd":true}}"#)
        },
        RulePair("model-waits-for-user", nil, .info, after: 9) {
            $0.begin()
        } isSilent: {
            $0.begin(); $0.exchange()
        },
        RulePair("session-gone-silent", "text", after: 16) {
            $0.talk(); $0.text("Are you there?", after: 1)
        } isSilent: {
            $0.talk(); $0.text("Are you there?", after: 1); $0.speak()
        },
        RulePair("turn-empty-or-blocked", "blocked", .warning) {
            $0.talk(); $0.text("?"); $0.completeTurn(prompt: 100, reason: "RESPONSE_REJECTED")
        } isSilent: {
            $0.talk()
        },
        RulePair("turn-empty-or-blocked", "malformed-call", .warning) {
            $0.talk(); $0.text("?"); $0.completeTurn(prompt: 100, reason: "MALFORMED_FUNCTION_CALL")
        } isSilent: {
            $0.talk()
        },
        RulePair("turn-empty-or-blocked", "empty", .warning) {
            $0.talk(); $0.text("?"); $0.completeTurn(prompt: 100)
        } isSilent: {
            $0.talk(); $0.text("?"); $0.speak(); $0.completeTurn(prompt: 100)
        },
        RulePair("turn-cut-short", "mid-sentence", .warning) {
            $0.begin(); $0.say("All is well."); $0.say("Thanks for", isDone: false)
        } isSilent: {
            $0.begin(); $0.say("All is well."); $0.say("Thanks for calling.", isDone: false)
        },
    ]

    private static let tool = #""tools":[{"functionDeclarations":[{"name":"find"}]}]"#
    private static let background = #""tools":[{"functionDeclarations":[{"name":"find","behavior":"NON_BLOCKING"}]}]"#
    private static let operation = "Operation is not implemented, or supported, or enabled."

    static let tools: [RulePair] = [
        RulePair("tool-response-missing", "missing", after: 16) {
            $0.begin(tool); $0.exchange(); $0.call()
        } isSilent: {
            $0.begin(background); $0.exchange(); $0.call()
        },
        RulePair("tool-response-missing", "slow", .warning) {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer(after: 5)
        } isSilent: {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer(after: 0.5)
        },
        RulePair("input-during-tool-call") {
            $0.begin(tool); $0.exchange(); $0.call(); $0.audio(seconds: 1); $0.close(1008, operation, after: 0.2)
        } isSilent: {
            $0.begin(tool); $0.exchange(); $0.call(); $0.audio(seconds: 1); $0.answer()
        },
        RulePair("tool-response-mismatch", "unknown-id") {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer(id: "c9")
        } isSilent: {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer()
        },
        RulePair("tool-response-mismatch", "no-id") {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer(id: nil)
        } isSilent: {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer()
        },
        RulePair("tool-response-mismatch", "duplicate") {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer(); $0.answer()
        } isSilent: {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer()
        },
        RulePair("tool-response-mismatch", "wrong-name") {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer("seek")
        } isSilent: {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer("find")
        },
        RulePair("tool-response-mismatch", "after-cancel", .warning) {
            $0.begin(tool); $0.exchange(); $0.call(); $0.cancel(); $0.answer(after: 1)
        } isSilent: {
            $0.begin(tool); $0.exchange(); $0.call(); $0.cancel()
        },
        RulePair("tool-call-repeated", "repeated", .warning) {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer(); $0.call(id: "c2", after: 2); $0.answer(id: "c2")
        } isSilent: {
            $0.begin(tool); $0.exchange(); $0.call(); $0.answer(); $0.text("again", after: 1)
            $0.call(id: "c2", after: 1); $0.answer(id: "c2")
        },
        RulePair("tool-mode-unsupported", "non-blocking", .warning) {
            $0.begin(model: "models/gemini-3.1-flash-live-preview", background)
        } isSilent: {
            $0.begin(background)
        },
    ]

    static let usage: [RulePair] = [
        RulePair("usage-rebilled-history", nil, .info) {
            $0.begin(); for _ in 1...8 { $0.exchange(prompt: 4_000) }
        } isSilent: {
            $0.begin(); for _ in 1...3 { $0.exchange(prompt: 4_000) }
        },
        RulePair("usage-incomplete", "missing", .info) {
            $0.begin(); $0.exchange(prompt: nil)
        } isSilent: {
            $0.talk()
        },
        RulePair("turn-latency-high", nil, .warning) {
            $0.answers(after: 2)
        } isSilent: {
            $0.answers(after: 0.8)
        },
        RulePair("turn-latency-high", nil, .error) {
            $0.answers(after: 3.5)
        } isSilent: {
            $0.answers(after: 0.8)
        },
    ]
}

extension StagedCall {
    mutating func cancel() { server(#"{"toolCallCancellation":{"ids":["c1"]}}"#, after: 0.2) }

    mutating func answers(after seconds: Double) {
        begin()
        for _ in 1...5 {
            text("Hello?", after: 1)
            speak(after: seconds)
            completeTurn(prompt: 100)
        }
    }

    /// A spoken turn with its transcript.
    mutating func say(_ words: String, isDone: Bool = true) {
        text("Go on.", after: 1)
        speak(2)
        server(#"{"serverContent":{"outputTranscription":{"text":"\#(words)"}}}"#)
        if isDone { server(#"{"serverContent":{"generationComplete":true}}"#, after: 0.1) }
        completeTurn(prompt: 100)
    }
}
