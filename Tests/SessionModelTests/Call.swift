import LiveProtocol
import SessionModel

/// One connection written down message by message, for tests: wire events as capture delivers them.
struct Call {
    let id: ConnectionID
    private(set) var wire: [WireEvent] = []
    private var now: Timestamp
    private var sequence: Int64 = 0

    /// An upgraded connection. `start` is when it opened, in seconds.
    init(
        _ number: UInt64 = 1, start: Double = 0, tag: String? = nil, surface: Endpoint.Surface = .geminiAPI,
        method: Endpoint.Method = .bidiGenerateContent, isUpgraded: Bool = true
    ) {
        id = ConnectionID(rawValue: number)
        now = .seconds(start)
        let info = ConnectionInfo(
            tag: tag, endpoint: Endpoint(surface: surface, version: "v1beta", method: method), target: "/ws/x",
            upstream: "https://upstream.test", headers: [], isTLS: true, removedExtensions: nil
        )
        append(.opened(info))
        if isUpgraded { append(.upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings()))) }
    }

    /// The instant of the last event.
    var at: Timestamp { now }

    mutating func wait(_ seconds: Double) { now = .seconds(seconds, after: now) }

    mutating func client(_ json: String, after seconds: Double = 0) { frame(.clientToServer, json, seconds) }

    mutating func server(_ json: String, after seconds: Double = 0) { frame(.serverToClient, json, seconds) }

    mutating func append(_ kind: WireEvent.Kind, after seconds: Double = 0) {
        wait(seconds)
        if case .frame = kind { sequence += 1 }
        wire.append(WireEvent(connection: id, sequence: sequence, at: now, kind: kind))
    }

    mutating func close(_ by: Party = .server, code: UInt16? = 1000, after seconds: Double = 0) {
        append(.closed(Closure(by: by, code: code.map(CloseCode.init(rawValue:)))), after: seconds)
    }

    /// Setup and its completion.
    mutating func begin(model: String = "models/gemini-2.0-flash-live-001", resuming handle: String? = nil) {
        let resumption = handle.map { #""handle":"\#($0)""# } ?? ""
        client(#"{"setup":{"model":"\#(model)","sessionResumption":{\#(resumption)}}}"#)
        server(#"{"setupComplete":{}}"#)
    }

    /// Model audio of that length at 24 kHz.
    mutating func speak(milliseconds: Int, after seconds: Double = 0) {
        let data = Base64.encode([UInt8](repeating: 0, count: milliseconds * 48))
        let blob = #"{"mimeType":"audio/pcm;rate=24000","data":"\#(data)"}"#
        server(#"{"serverContent":{"modelTurn":{"parts":[{"inlineData":\#(blob)}]}}}"#, after: seconds)
    }

    mutating func completeTurn(usage: String? = nil, after seconds: Double = 0) {
        let usage = usage.map { #","usageMetadata":\#($0)"# } ?? ""
        server(#"{"serverContent":{"turnComplete":true}\#(usage)}"#, after: seconds)
    }

    private mutating func frame(_ direction: Direction, _ json: String, _ seconds: Double) {
        append(.frame(direction, Frame(.text, Array(json.utf8))), after: seconds)
    }
}

extension Call {
    var live: [LiveEvent] {
        var decoder = LiveDecoder(connection: id)
        return wire.flatMap { decoder.decode($0) }
    }

    var state: SessionState {
        var state = SessionState(id: SessionID(id), openedAt: wire[0].at)
        for event in live { state.apply(event) }
        return state
    }
}

extension Fleet {
    /// All calls, their events in the order of time.
    init(folding calls: [Call], closedLimit: Int = 200) {
        self.init(closedLimit: closedLimit)
        let events = calls.enumerated().flatMap { number, call in call.live.map { (number, $0) } }
        for (_, event) in events.sorted(by: { ($0.1.at, $0.0) < ($1.1.at, $1.0) }) { apply(event) }
    }
}
