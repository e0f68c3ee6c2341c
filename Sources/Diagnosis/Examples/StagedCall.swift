package import LiveProtocol

/// One connection written down message by message: what a rule is to find, or not to.
package struct StagedCall: Sendable {
    package let id: ConnectionID
    package private(set) var wire: [WireEvent] = []
    package private(set) var now: Timestamp
    /// What the user's audio is like (`say`, `hush`).
    package var microphone = StagedMicrophone()
    private var sequence: Int64 = 0

    package static let native25 = "models/gemini-2.5-flash-native-audio-latest"
    package static let live31 = "models/gemini-3.1-flash-live-preview"

    /// An upgraded connection that opened at `start` seconds.
    package init(
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

    /// Seconds on the clock on which calls begin at `start`.
    package var elapsed: Double { Double(now.nanoseconds) / 1e9 }

    package mutating func wait(_ seconds: Double) { now = .seconds(seconds, after: now) }

    package mutating func client(_ json: String, after seconds: Double = 0) {
        frame(.clientToServer, Frame(.text, Array(json.utf8)), seconds)
    }

    package mutating func server(_ json: String, after seconds: Double = 0) {
        frame(.serverToClient, Frame(.binary, Array(json.utf8)), seconds)
    }

    package mutating func control(_ direction: Direction, _ opcode: Opcode, after seconds: Double = 0) {
        frame(direction, Frame(opcode, Array("ping".utf8)), seconds)
    }

    package mutating func append(_ kind: WireEvent.Kind, after seconds: Double = 0) {
        wait(seconds)
        wire.append(WireEvent(connection: id, sequence: sequence, at: now, kind: kind))
    }

    private mutating func frame(_ direction: Direction, _ frame: Frame, _ seconds: Double) {
        sequence += 1
        append(.frame(direction, frame), after: seconds)
    }

    /// A close frame and the end.
    package mutating func close(
        _ code: UInt16?, _ reason: String = "", by: Party = .server, after seconds: Double = 0
    ) {
        var payload: [UInt8] = []
        if let code { payload = [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8) }
        let direction: Direction = by == .client ? .clientToServer : .serverToClient
        frame(direction, Frame(.close, payload), seconds)
        append(
            .closed(Closure(by: by, code: code.map(CloseCode.init(rawValue:)), reason: reason.isEmpty ? nil : reason)))
    }

    /// The connection breaks.
    package mutating func drop(
        _ detail: String = "the upstream ended the connection without a close frame", after: Double = 0
    ) {
        append(.closed(Closure(by: .transport, detail: detail)), after: after)
    }
}
