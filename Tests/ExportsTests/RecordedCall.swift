import Corpus
import Diagnosis
import Exports
import LiveProtocol
import SessionModel
import Simulator
import TestSupport

/// A session as the store would give it, for tests of formats.
struct RecordedCall {
    static let start = WrittenCall.start

    var events: [WireEvent]

    var session: SessionID { SessionID(events.first?.connection ?? ConnectionID(rawValue: 1)) }

    var source: ExportSource {
        ExportSource(
            session: session, beginning: Folding(Fleet(assigned: session)),
            diagnose: { session, _, now in DiagnosisResult(findings: [Self.finding(session, now)]) }
        ) { connection in
            var rest = events.filter { connection == nil || $0.connection == connection }[...]
            return { rest.popFirst() }
        }
    }

    init(_ events: [WireEvent]) { self.events = events }

    init(_ script: Script) {
        events = script.wireEvents(connection: ConnectionID(rawValue: 1_000_000_000_000), from: Self.start)
    }

    /// The same for every session: what the rules find is not for the tests of formats.
    private static func finding(_ session: SessionState, _ now: Timestamp) -> Finding {
        let connection = ConnectionID(rawValue: 1_000_000_000_000)
        let evidence = Evidence(connection: connection, sequence: 16, at: start + .seconds(6), note: "goAway, \"10 s\"")
        return Finding(
            rule: "goaway-ignored", severity: .warning, from: start + .seconds(6), to: start + .seconds(7),
            connection: connection, evidence: [evidence], numbers: [Finding.Number("overdue_s", 3.25)],
            title: "The server announced the end --> and nobody left", cause: "=cause", fix: "Reconnect <in time>.")
    }

    /// The bytes of the whole export.
    func exported(as name: String, _ change: (inout ExportOptions) -> Void = { _ in }) throws -> [UInt8] {
        var options = ExportOptions()
        options.version = "0.0"
        change(&options)
        var bytes: [UInt8] = []
        try ExportFormat.named(name)?.write?(source, options, ExportSink { bytes += $0 })
        return bytes
    }

    func text(as name: String, _ change: (inout ExportOptions) -> Void = { _ in }) throws -> String {
        String(decoding: try exported(as: name, change), as: UTF8.self)
    }
}

extension RecordedCall {
    /// Two turns and a bit: a greeting, an answer that is interrupted while it plays, hostile text.
    static var talk: RecordedCall {
        var call = WrittenCall()
        call.say(.clientToServer, #"{"setup":{"model":"models/gemini-2.0-flash-live-001"}}"#, after: 0.01)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        call.hear("Hello <b>\u{202E}you</b>, =1+1 & \"how\" are --> things?", after: 1)
        call.speak("Very well. ", milliseconds: 400, after: 0.5)
        call.speak("And you?", milliseconds: 400, after: 0.1)
        call.say(.serverToClient, #"{"serverContent":{"turnComplete":true},"usageMetadata":{"totalTokenCount":40}}"#)
        call.hear("@all tell me | a *story*", after: 2)
        call.speak("Once upon a time there was a proxy. ", milliseconds: 3_000, after: 0.4)
        call.speak("It never slept, and nobody knew why it was awake.", milliseconds: 3_000, after: 0.2)
        call.say(.serverToClient, #"{"serverContent":{"interrupted":true}}"#, after: 1.5)
        call.say(.serverToClient, #"{"serverContent":{"turnComplete":true}}"#, after: 0.1)
        call.say(.serverToClient, #"{"goAway":{"timeLeft":"10s"}}"#, after: 0.3)
        return RecordedCall(call.closed())
    }
}
