import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport

/// A session as a report is given it: folded like a recorded one, with findings that no rule has to make.
struct Reported {
    var diagnosed: DiagnosedSession

    var state: SessionState { diagnosed.opened.state }

    /// - Parameters:
    ///   - calls: its connections, in their order.
    ///   - running: how long after its last event it is looked at while it goes on; nil for one that is over.
    init?(
        _ calls: [WrittenCall], findings: [Finding] = [], muted: Int = 0, running: Duration? = nil,
        origin: SessionID? = nil
    ) {
        guard let first = calls.first else { return nil }
        let session = SessionID(first.connection)
        var folding = Folding(Fleet(assigned: session))
        for event in calls.flatMap(\.events) { folding.apply(event) }
        folding.finish()
        guard let state = folding.fleet[session] else { return nil }
        diagnosed = DiagnosedSession(
            opened: OpenedSession(
                state: state, ledger: nil, now: state.lastAt + (running ?? .zero), isRunning: running != nil,
                origin: origin),
            result: DiagnosisResult(findings: findings, mutedFindings: muted))
    }
}

extension WrittenCall {
    private static let setup =
        #"{"setup":{"model":"models/gemini-live-2.5-flash-preview","generationConfig":{"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}}}},"systemInstruction":{"parts":[{"text":"You are the shop's voice."}]},"tools":[{"functionDeclarations":[{"name":"find_order"}]}],"inputAudioTranscription":{},"outputAudioTranscription":{},"sessionResumption":{},"contextWindowCompression":{"slidingWindow":{}}}}"#

    /// Two turns with sound, the second interrupted, a tool call, a goAway; the user's words try to drive a terminal.
    static let shop: WrittenCall = {
        var call = WrittenCall()
        call.say(.clientToServer, setup, after: 0.01)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.12)
        for _ in 0..<10 { call.send(milliseconds: 100, level: 8_000, after: 0.1) }
        for _ in 0..<4 { call.send(milliseconds: 100, level: 0, after: 0.1) }
        call.hear("Where is \u{1B}[31mmy\u{7} order\u{202E}?", after: 0.1)
        call.say(
            .serverToClient,
            #"{"toolCall":{"functionCalls":[{"id":"call-1","name":"find_order","args":{"number":"A-17"}}]}}"#,
            after: 0.3)
        call.say(
            .clientToServer,
            #"{"toolResponse":{"functionResponses":[{"id":"call-1","name":"find_order","response":{"state":"sent"}}]}}"#,
            after: 0.5)
        call.speak("Let me look. ", milliseconds: 400, after: 0.4)
        call.speak("It left this morning.", milliseconds: 600, after: 0.1)
        call.say(.serverToClient, #"{"serverContent":{"generationComplete":true}}"#, after: 0.1)
        call.complete(prompt: 1_210, response: 320, after: 1)
        call.hear("And when…", after: 2)
        call.speak("Once upon a time there was a proxy.", milliseconds: 3_000, after: 0.4)
        call.say(.serverToClient, #"{"serverContent":{"interrupted":true}}"#, after: 1.5)
        call.complete(prompt: 2_410, response: 180, after: 0.1)
        call.say(
            .serverToClient, #"{"sessionResumptionUpdate":{"newHandle":"h-1","resumable":true}}"#, after: 0.2)
        call.say(.serverToClient, #"{"goAway":{"timeLeft":"10s"}}"#, after: 0.3)
        call.append(.closed(Closure(by: .client, code: CloseCode(rawValue: 1000), reason: "bye")), after: 0.5)
        return call
    }()

    /// The connection that resumes it, and that the service ends.
    static let resumed: WrittenCall = {
        var call = WrittenCall(1_000_000_000_001, from: shop.now + .milliseconds(700))
        let again = setup.replacing(#""sessionResumption":{}"#, with: #""sessionResumption":{"handle":"h-1"}"#)
        call.say(.clientToServer, again, after: 0.02)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        call.say(
            .clientToServer,
            #"{"clientContent":{"turns":[{"role":"user","parts":[{"text":"Still there?"}]}],"turnComplete":true}}"#,
            after: 1)
        call.speak("Yes.", milliseconds: 300, after: 0.8)
        call.say(.serverToClient, #"{"unheardOf":{"a":1}}"#, after: 0.1)
        call.append(
            .closed(Closure(by: .server, code: CloseCode(rawValue: 1011), reason: "Internal error encountered.")),
            after: 0.5)
        return call
    }()

    /// A handshake that the service did not accept.
    static let refused: WrittenCall = {
        var call = WrittenCall(1_000_000_000_007, isUpgraded: false)
        call.append(
            .refused(Refusal(status: 403, by: .server, reason: "API key not \u{1B}]0;x\u{7} valid")), after: 0.05)
        return call
    }()

    /// The same talk as another tool recorded it, without times.
    static let untimed: WrittenCall = {
        var call = WrittenCall(1_000_000_000_009, origin: ForeignOrigin(tool: "other", isTimed: false, isDated: false))
        call.say(.clientToServer, setup, after: 0.001)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.001)
        call.hear("Where is my order?", after: 0.001)
        call.speak("It left this morning.", milliseconds: 600, after: 0.001)
        call.complete(prompt: 1_210, response: 320, after: 0.001)
        call.append(.closed(Closure(by: .client, code: CloseCode(rawValue: 1000))), after: 0.001)
        return call
    }()
}

extension Finding {
    /// An error with everything that a finding can have, and with a finding below it.
    static let full: Finding = {
        let connection = ConnectionID(rawValue: 1_000_000_000_000)
        let at = WrittenCall.start + .milliseconds(6_250)
        let evidence = [
            Evidence(connection: connection, sequence: 16, at: at, note: "goAway, \"10 s\""),
            Evidence(connection: connection, at: at + .seconds(1), note: "closed\u{1B}[2J by the server"),
        ]
        return Finding(
            rule: "goaway-ignored", variant: "closed", severity: .error, from: at, to: at + .seconds(1),
            connection: connection, evidence: evidence, numbers: [Finding.Number("overdue_s", 3.25)],
            title: "The server announced the end and nobody left", cause: "Nothing reacts to goAway.",
            fix: "Reconnect in time.", explains: [Finding.mild(.info)])
    }()

    static func mild(_ severity: Severity, isPrediction: Bool = false) -> Finding {
        Finding(
            rule: "context-near-limit", severity: severity, confidence: .low, isPrediction: isPrediction,
            from: WrittenCall.start, to: WrittenCall.start, title: "The context fills", cause: "It grows.",
            fix: "Compress.")
    }
}
