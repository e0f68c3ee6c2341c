import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots

@testable import TerminalUI

/// A short call as it crosses the wire, folded by the same decoder and fleet as a real one.
struct StagedCall {
    private(set) var fleet = Fleet()
    private var decoder: LiveDecoder
    private let id: SessionID
    private let tag: String?
    /// The one that what comes next crosses.
    private var connection: ConnectionID
    private let openedAt: Timestamp
    private var sequence: Int64 = 0
    var findings: [SessionID: [Finding]] = [:]
    /// What crossed, as a recording has it.
    private(set) var events: [WireEvent] = []

    init(_ id: SessionID, tag: String?, openedAt: Timestamp, isUpgraded: Bool = true) {
        self.id = id
        self.tag = tag
        connection = id.firstConnection
        self.openedAt = openedAt
        decoder = LiveDecoder(connection: id.firstConnection)
        open(at: 0, isUpgraded: isUpgraded)
    }

    private mutating func open(at seconds: Double, isUpgraded: Bool) {
        let endpoint = Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent)
        let info = ConnectionInfo(
            tag: tag, endpoint: endpoint, target: "/ws/bidi", upstream: "https://generativelanguage.googleapis.com",
            headers: [], isTLS: true, removedExtensions: nil)
        happened(.opened(info), at: seconds)
        guard isUpgraded else { return }
        happened(.upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings())), at: seconds + 0.08)
    }

    mutating func refuse(_ seconds: Double, _ refusal: Refusal) {
        happened(.refused(refusal), at: seconds)
        happened(.closed(Closure(by: refusal.by, detail: refusal.reason)), at: seconds)
    }

    mutating func up(_ seconds: Double, _ json: String) { message(.clientToServer, json, at: seconds) }

    mutating func down(_ seconds: Double, _ json: String) { message(.serverToClient, json, at: seconds) }

    mutating func close(_ seconds: Double, _ closure: Closure) { happened(.closed(closure), at: seconds) }

    /// What follows crosses another connection; a setup with a handle makes it one of the same session.
    mutating func reconnect(_ seconds: Double) {
        connection = ConnectionID(rawValue: connection.rawValue + 1)
        (sequence, decoder) = (0, LiveDecoder(connection: connection))
        open(at: seconds, isUpgraded: true)
    }

    /// What the dashboard sees `seconds` after the opening, with this session opened.
    func snapshot(at seconds: Double, _ process: ProcessGauges) -> FleetSnapshot {
        let now = openedAt + .milliseconds(Int64(seconds * 1_000))
        return FleetSnapshot(
            now: now, summaries: fleet.summaries(at: now), detail: fleet[id], findings: findings, process: process)
    }

    private mutating func message(_ direction: Direction, _ json: String, at seconds: Double) {
        happened(.frame(direction, Frame(.text, Array(json.utf8))), at: seconds)
    }

    private mutating func happened(_ kind: WireEvent.Kind, at seconds: Double) {
        if case .frame = kind { sequence += 1 }
        let at = openedAt + .milliseconds(Int64(seconds * 1_000))
        let event = WireEvent(connection: connection, sequence: sequence, at: at, kind: kind)
        events.append(event)
        for event in decoder.decode(event) { fleet.apply(event) }
    }
}

extension StagedCall {
    private static let openedAt = Staged.now - .seconds(252)
    private static let audioUp =
        #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(String(repeating: "AAAA", count: 426))"}}}"#
    private static let audioDown =
        #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"\#(String(repeating: "AAAA", count: 640))"}}]}}}"#

    private mutating func speak(_ direction: Direction, from start: Double, messages: Int) {
        for index in 0..<messages {
            message(
                direction, direction == .clientToServer ? Self.audioUp : Self.audioDown,
                at: start + 0.04 * Double(index))
        }
    }

    /// Two turns, the second interrupted, a tool call, and the user speaking again.
    static func talking(
        words: (user: String, model: String) = (
            "Where is my order?", "Let me look. It left the warehouse this morning."
        )
    ) -> StagedCall {
        var call = StagedCall(Staged.id(1), tag: "checkout", openedAt: openedAt)
        call.up(
            0.2,
            #"{"setup":{"model":"models/gemini-live-2.5-flash-preview","generationConfig":{"responseModalities":["AUDIO"],"temperature":0.7,"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Kore"}},"languageCode":"en-US"}},"systemInstruction":{"parts":[{"text":"You are the shop's voice."}]},"tools":[{"functionDeclarations":[{"name":"find_order"}]}],"inputAudioTranscription":{},"outputAudioTranscription":{},"sessionResumption":{},"contextWindowCompression":{"slidingWindow":{}}}}"#
        )
        call.down(0.32, #"{"setupComplete":{}}"#)
        call.speak(.clientToServer, from: 1, messages: 45)
        call.down(3.1, #"{"serverContent":{"inputTranscription":{"text":"\#(words.user)"}}}"#)
        call.down(
            3.4, #"{"toolCall":{"functionCalls":[{"id":"call-1","name":"find_order","args":{"number":"A-17"}}]}}"#)
        call.up(
            3.9,
            #"{"toolResponse":{"functionResponses":[{"id":"call-1","name":"find_order","response":{"state":"sent"}}]}}"#
        )
        call.speak(.serverToClient, from: 4.4, messages: 60)
        call.down(6.9, #"{"serverContent":{"outputTranscription":{"text":"\#(words.model)"}}}"#)
        call.down(7, #"{"serverContent":{"generationComplete":true}}"#)
        call.down(
            7.1,
            #"{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":1210,"responseTokenCount":320,"totalTokenCount":1530}}"#
        )
        call.speak(.clientToServer, from: 8, messages: 30)
        call.down(9.4, #"{"serverContent":{"inputTranscription":{"text":"And when…"}}}"#)
        call.speak(.serverToClient, from: 9.8, messages: 25)
        call.speak(.clientToServer, from: 10.4, messages: 8)
        call.down(10.9, #"{"serverContent":{"interrupted":true}}"#)
        call.down(
            11,
            #"{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":2410,"responseTokenCount":180,"totalTokenCount":2590}}"#
        )
        call.down(11.2, #"{"sessionResumptionUpdate":{"newHandle":"h-1","resumable":true}}"#)
        call.speak(.clientToServer, from: 12, messages: 20)
        return call
    }

    static let talk = talking()

    /// The same, told to leave.
    static let leaving = {
        var call = talk
        call.down(240, #"{"goAway":{"timeLeft":"50s"}}"#)
        call.findings[Staged.id(1)] = StagedFindings.all
        return call
    }()

    /// The same, ended by the server.
    static let failed = {
        var call = talk
        call.findings[Staged.id(1)] = []
        call.close(
            230, Closure(by: .server, code: CloseCode(rawValue: 1011), reason: "Internal error encountered."))
        return call
    }()

    /// Turned away with an answer as the service writes it.
    static let refused = {
        var call = StagedCall(Staged.id(1), tag: "checkout", openedAt: openedAt, isUpgraded: false)
        let reason =
            #"{ "error": { "code": 429, "message": "You exceeded your current quota, please check your plan and billing details.", "status": "RESOURCE_EXHAUSTED" } }"#
        call.refuse(0.4, Refusal(status: 429, by: .server, reason: reason))
        call.findings[Staged.id(1)] = [StagedFindings.refused]
        return call
    }()

    /// Forty turns of growing silence, every fifth one interrupted, and a finding about each eighth.
    static let many = {
        var call = talk
        for turn in 0..<40 {
            let start = 14 + Double(turn) * 5.5
            call.speak(.clientToServer, from: start, messages: 20)
            call.down(start + 0.9, #"{"serverContent":{"inputTranscription":{"text":"Question \#(turn)?"}}}"#)
            let answer = start + 1.4 + Double(turn % 10) * 0.1
            call.speak(.serverToClient, from: answer, messages: 30)
            call.down(answer + 1.3, #"{"serverContent":{"outputTranscription":{"text":"Answer \#(turn)."}}}"#)
            let end = turn.isMultiple(of: 5) ? "interrupted" : "generationComplete"
            call.down(answer + 1.4, #"{"serverContent":{"\#(end)":true}}"#)
            let tokens = 2_600 + turn * 400
            call.down(
                answer + 1.5,
                #"{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":\#(tokens),"responseTokenCount":60,"totalTokenCount":\#(tokens + 60)}}"#
            )
        }
        call.findings[Staged.id(1)] = (1...30).map { StagedFindings.slow($0) } + StagedFindings.all
        return call
    }()

    static let nonLatin = talking(words: ("注文はどこですか？", "أرسل هذا الصباح 🚚"))
}
