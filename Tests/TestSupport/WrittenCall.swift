public import LiveProtocol

/// A conversation on one connection, written down message by message: what the store would give back of it.
public struct WrittenCall: Sendable {
    public static let start = Timestamp(nanoseconds: 1_789_898_400_123_456_789)

    public let connection: ConnectionID
    public private(set) var events: [WireEvent] = []
    /// The instant of the last event.
    public private(set) var now: Timestamp
    private var sequence: Int64 = 0

    /// - Parameters:
    ///   - isUpgraded: false for a connection that only asks.
    ///   - origin: for one that another tool recorded.
    public init(
        _ number: UInt64 = 1_000_000_000_000, from start: Timestamp = WrittenCall.start, isUpgraded: Bool = true,
        origin: ForeignOrigin? = nil, method: Endpoint.Method = .bidiGenerateContent
    ) {
        connection = ConnectionID(rawValue: number)
        now = start
        let info = ConnectionInfo(
            tag: "demo",
            endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: method),
            target: "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=REDACTED",
            upstream: "https://generativelanguage.googleapis.com",
            headers: [HeaderField("User-Agent", "test"), HeaderField("Cookie", "REDACTED")], isTLS: true,
            removedExtensions: "permessage-deflate", origin: origin)
        append(.opened(info))
        guard isUpgraded else { return }
        let timings = ConnectTimings(
            dns: .microseconds(1_500), connect: .milliseconds(20), tls: .milliseconds(30), response: .milliseconds(41))
        append(.upgraded(Handshake(status: 101, headers: [HeaderField("Upgrade", "websocket")], timings: timings)))
    }

    public mutating func append(_ kind: WireEvent.Kind, after seconds: Double = 0) {
        now = .seconds(seconds, after: now)
        if case .frame = kind { sequence += 1 }
        events.append(WireEvent(connection: connection, sequence: sequence, at: now, kind: kind))
    }

    /// One message in one frame.
    public mutating func say(_ direction: Direction, _ json: String, after seconds: Double = 0) {
        var frame = Frame(direction == .clientToServer ? .text : .binary, Array(json.utf8))
        frame.isMasked = direction == .clientToServer
        append(.frame(direction, frame), after: seconds)
    }

    /// The transcript of what the user said.
    public mutating func hear(_ text: String, after seconds: Double) {
        let quoted = JSONValue.string(text).text
        say(.serverToClient, #"{"serverContent":{"inputTranscription":{"text":\#(quoted)}}}"#, after: seconds)
    }

    /// Model audio of that length, all samples 1000, and its transcript.
    public mutating func speak(_ text: String, milliseconds: Int, after seconds: Double) {
        var samples: [UInt8] = []
        for _ in 0..<milliseconds * 24 { samples += [0xE8, 0x03] }
        let blob = #"{"mimeType":"audio/pcm;rate=24000","data":"\#(Base64.encode(samples))"}"#
        say(.serverToClient, #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":\#(blob)}]}}}"#, after: seconds)
        let quoted = JSONValue.string(text).text
        say(.serverToClient, #"{"serverContent":{"outputTranscription":{"text":\#(quoted)}}}"#)
    }

    /// Client audio of that length: a tone of 1 kHz, or silence.
    public mutating func send(milliseconds: Int, level: Int16, after seconds: Double) {
        var samples: [UInt8] = []
        for index in 0..<milliseconds * 16 {
            let value = UInt16(bitPattern: index / 8 % 2 == 0 ? level : -level)
            samples += [UInt8(value & 255), UInt8(value >> 8)]
        }
        let blob = #"{"mimeType":"audio/pcm;rate=16000","data":"\#(Base64.encode(samples))"}"#
        say(.clientToServer, #"{"realtimeInput":{"audio":\#(blob)}}"#, after: seconds)
    }

    /// The end of the model's turn, with what it has cost.
    public mutating func complete(prompt: Int, response: Int, after seconds: Double) {
        let usage =
            #"{"promptTokenCount":\#(prompt),"responseTokenCount":\#(response),"totalTokenCount":\#(prompt + response)}"#
        say(
            .serverToClient, #"{"serverContent":{"turnComplete":true},"usageMetadata":\#(usage)}"#, after: seconds)
    }

    /// All events, the last of which is a friendly end.
    public mutating func closed() -> [WireEvent] {
        append(.closed(Closure(by: .server, code: CloseCode(rawValue: 1000), reason: "bye")), after: 0.5)
        return events
    }
}
