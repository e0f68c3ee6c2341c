import Diagnosis
import LiveProtocol
import SessionModel

/// One connection written down message by message: what a rule is to find, or not to.
struct StagedCall {
    let id: ConnectionID
    private(set) var wire: [WireEvent] = []
    private(set) var now: Timestamp
    private var sequence: Int64 = 0

    /// An upgraded connection that opened at `start` seconds.
    init(
        _ number: UInt64 = 1, start: Double = 0, surface: Endpoint.Surface = .geminiAPI, version: String = "v1beta",
        method: Endpoint.Method = .bidiGenerateContent, target: String = "/ws/x", headers: [HeaderField] = [],
        isUpgraded: Bool = true
    ) {
        id = ConnectionID(rawValue: number)
        now = .seconds(start)
        let info = ConnectionInfo(
            tag: "caller", endpoint: Endpoint(surface: surface, version: version, method: method), target: target,
            upstream: "https://upstream.test", headers: headers, isTLS: true, removedExtensions: nil)
        append(.opened(info))
        if isUpgraded { append(.upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings()))) }
    }

    mutating func wait(_ seconds: Double) { now = .seconds(seconds, after: now) }

    mutating func client(_ json: String, after seconds: Double = 0) {
        frame(.clientToServer, Frame(.text, Array(json.utf8)), seconds)
    }

    mutating func server(_ json: String, after seconds: Double = 0) {
        frame(.serverToClient, Frame(.binary, Array(json.utf8)), seconds)
    }

    mutating func control(_ direction: Direction, _ opcode: Opcode, after seconds: Double = 0) {
        frame(direction, Frame(opcode, Array("ping".utf8)), seconds)
    }

    mutating func append(_ kind: WireEvent.Kind, after seconds: Double = 0) {
        wait(seconds)
        wire.append(WireEvent(connection: id, sequence: sequence, at: now, kind: kind))
    }

    private mutating func frame(_ direction: Direction, _ frame: Frame, _ seconds: Double) {
        sequence += 1
        append(.frame(direction, frame), after: seconds)
    }

    // MARK: Lines

    /// Setup, and its completion unless the service is to do something else.
    mutating func begin(
        model: String = "models/gemini-2.5-flash-native-audio-latest", _ more: String = "", isAccepted: Bool = true
    ) {
        let audio = #""generationConfig":{"responseModalities":["AUDIO"]}"#
        let rest = more.contains("generationConfig") ? more : more.isEmpty ? audio : "\(audio),\(more)"
        client(#"{"setup":{"model":"\#(model)",\#(rest)}}"#)
        if isAccepted { server(#"{"setupComplete":{}}"#, after: 0.3) }
    }

    /// Silence of the microphone, or whatever the bytes sound like.
    ///
    /// - Parameter pace: seconds from one message of 40 ms to the next.
    mutating func audio(
        seconds: Double, value: UInt8 = 0, mime: String = "audio/pcm;rate=16000", pace: Double = 0.04
    ) {
        let message = Base64.encode([UInt8](repeating: value, count: 1_280))
        let blob = #"{"mimeType":"\#(mime)","data":"\#(message)"}"#
        for _ in 0..<Int(seconds / 0.04) { client(#"{"realtimeInput":{"audio":\#(blob)}}"#, after: pace) }
    }

    mutating func text(_ text: String, after seconds: Double = 0) {
        client(#"{"realtimeInput":{"text":"\#(text)"}}"#, after: seconds)
    }

    mutating func content(_ text: String, after seconds: Double = 0) {
        let turns = #"[{"role":"user","parts":[{"text":"\#(text)"}]}]"#
        client(#"{"clientContent":{"turns":\#(turns),"turnComplete":true}}"#, after: seconds)
    }

    /// Model audio at 24 kHz.
    mutating func speak(_ seconds: Double = 0.5, after delay: Double = 0.5) {
        let data = Base64.encode([UInt8](repeating: 7, count: Int(seconds * 48_000)))
        let blob = #"{"mimeType":"audio/pcm;rate=24000","data":"\#(data)"}"#
        server(#"{"serverContent":{"modelTurn":{"parts":[{"inlineData":\#(blob)}]}}}"#, after: delay)
    }

    mutating func completeTurn(prompt: Int? = nil, response: Int = 20, reason: String? = nil, after: Double = 0.5) {
        let reason = reason.map { #","turnCompleteReason":"\#($0)""# } ?? ""
        let usage =
            prompt.map { #","usageMetadata":{"promptTokenCount":\#($0),"responseTokenCount":\#(response)}"# } ?? ""
        server(#"{"serverContent":{"turnComplete":true\#(reason)}\#(usage)}"#, after: after)
    }

    /// One exchange that goes well.
    mutating func exchange(prompt: Int? = 100) {
        text("Hello?", after: 1)
        speak()
        completeTurn(prompt: prompt)
    }

    mutating func handle(_ name: String = "h1", after seconds: Double = 0) {
        server(#"{"sessionResumptionUpdate":{"newHandle":"\#(name)","resumable":true}}"#, after: seconds)
    }

    mutating func call(_ name: String = "find", id: String = "c1", arguments: String = "{}", after: Double = 0.3) {
        let call = #"{"id":"\#(id)","name":"\#(name)","args":\#(arguments)}"#
        server(#"{"toolCall":{"functionCalls":[\#(call)]}}"#, after: after)
    }

    mutating func answer(_ name: String = "find", id: String? = "c1", after seconds: Double = 0.3) {
        let id = id.map { #""id":"\#($0)","# } ?? ""
        let response = #"{\#(id)"name":"\#(name)","response":{"ok":true}}"#
        client(#"{"toolResponse":{"functionResponses":[\#(response)]}}"#, after: seconds)
    }

    /// A close frame and the end.
    mutating func close(_ code: UInt16?, _ reason: String = "", by: Party = .server, after seconds: Double = 0) {
        var payload: [UInt8] = []
        if let code { payload = [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8) }
        let direction: Direction = by == .client ? .clientToServer : .serverToClient
        frame(direction, Frame(.close, payload), seconds)
        append(
            .closed(Closure(by: by, code: code.map(CloseCode.init(rawValue:)), reason: reason.isEmpty ? nil : reason)))
    }

    /// The connection breaks.
    mutating func drop(_ detail: String = "the upstream ended the connection without a close frame", after: Double = 0)
    {
        append(.closed(Closure(by: .transport, detail: detail)), after: after)
    }
}

extension StagedCall {
    var live: [LiveEvent] {
        var decoder = LiveDecoder(connection: id)
        return wire.flatMap { decoder.decode($0) }
    }

    var state: SessionState { [self].sessions[0] }

    /// What is found at the last event, or later.
    func findings(after seconds: Double = 0, _ thresholds: Thresholds = Thresholds()) -> [Finding] {
        [self].findings(after: seconds, thresholds)
    }

    /// The findings of one rule before anything is folded.
    func all(_ rule: RuleID, after seconds: Double = 0) -> [Finding] {
        Diagnosis().all(in: state, at: .seconds(seconds, after: now)).filter { $0.rule == rule }
    }
}

extension [StagedCall] {
    /// The calls as sessions: joined by their handles, in the order of time.
    var sessions: [SessionState] {
        var fleet = Fleet()
        let events = enumerated().flatMap { number, call in call.live.map { (number, $0) } }
        for (_, event) in events.sorted(by: { ($0.1.at, $0.0) < ($1.1.at, $1.0) }) { fleet.apply(event) }
        return fleet.sessions
    }

    /// What is found in the last of the sessions at the last event, or later.
    func findings(after seconds: Double = 0, _ thresholds: Thresholds = Thresholds()) -> [Finding] {
        let sessions = sessions
        guard let session = sessions.last, let end = map(\.now).max() else { return [] }
        return Diagnosis(thresholds: thresholds).findings(
            in: session, at: .seconds(seconds, after: end), fleet: FleetView(sessions))
    }
}
