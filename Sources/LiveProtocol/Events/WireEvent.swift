/// Something that crossed or happened on one connection, with the instant at which livetop saw it.
///
/// Wire events are the only truth: they are what is recorded, and everything that livetop shows is a function of them.
public struct WireEvent: Hashable, Sendable {
    public var connection: ConnectionID
    /// For a frame its number on the connection, from 1, over both directions and including frames that capture
    /// had to drop; for any other event the number of the last frame before it, 0 before the first.
    public var sequence: Int64
    /// When the read that completed the frame returned, or when the thing happened.
    public var at: Timestamp
    public var kind: Kind

    // What is rare and large is indirect: nearly all events are frames, and are moved from hand to hand a dozen times.
    public enum Kind: Hashable, Sendable {
        /// A client asked for a WebSocket.
        indirect case opened(ConnectionInfo)
        /// The upstream answered 101 and both legs are open.
        indirect case upgraded(Handshake)
        /// No WebSocket came of it: the upstream refused, or could not be reached. `closed` follows.
        indirect case refused(Refusal)
        case frame(Direction, Frame)
        /// The receiver in this direction does not take bytes fast enough; reading from the sender stopped.
        case paused(Direction)
        case resumed(Direction)
        /// This direction stopped making sense as WebSocket: its bytes still flow, no further frame is seen. Or what is compressed in it
        /// could be read no longer: such frames follow without payload.
        case framingLost(Direction, reason: String)
        /// Frames that were relayed and could not be captured.
        case captureGap(CaptureGap)
        /// Round trips of both legs as the kernel measured them, at most once a second while frames cross.
        case pathSample(PathSample)
        /// livetop begins to break the call on purpose. Frames that are concerned say so themselves (`Frame.fault`).
        indirect case fault(FaultNote)
        indirect case closed(Closure)
    }

    public init(connection: ConnectionID, sequence: Int64, at: Timestamp, kind: Kind) {
        self.connection = connection
        self.sequence = Int64(count: sequence)
        self.at = at
        self.kind = kind
    }
}

/// What is known of a connection when the client asks for it. Without credentials: see `Redaction`.
public struct ConnectionInfo: Codable, Hashable, Sendable {
    /// Set by `/t/<tag>/` in front of the path.
    public var tag: String?
    public var endpoint: Endpoint
    /// Request target as sent, credentials replaced.
    public var target: String
    /// Scheme, host and port of the upstream, such as `https://generativelanguage.googleapis.com`.
    public var upstream: String
    /// Request headers in the order of the wire, credentials replaced.
    public var headers: [HeaderField]
    /// The client spoke TLS to livetop.
    public var isTLS: Bool
    /// Extensions the client offered and livetop removed, so that nobody negotiates them (decision 0034).
    public var removedExtensions: String?
    /// What is known of a recording that another tool made; nil where livetop made it.
    public var origin: ForeignOrigin?

    public init(
        tag: String?, endpoint: Endpoint, target: String, upstream: String, headers: [HeaderField], isTLS: Bool,
        removedExtensions: String?, origin: ForeignOrigin? = nil
    ) {
        self.tag = tag
        self.endpoint = endpoint
        self.target = target
        self.upstream = upstream
        self.headers = headers
        self.isTLS = isTLS
        self.removedExtensions = removedExtensions
        self.origin = origin
    }

    /// The first value of a header, whatever its case.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}

public struct HeaderField: Codable, Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The upstream's 101 and how long each step to it took.
public struct Handshake: Codable, Hashable, Sendable {
    public var status: Int
    public var headers: [HeaderField]
    public var timings: ConnectTimings

    public init(status: Int, headers: [HeaderField], timings: ConnectTimings) {
        self.status = status
        self.headers = headers
        self.timings = timings
    }
}

/// Durations of the upstream connect; nil where a step did not happen (no TLS) or was not reached.
public struct ConnectTimings: Codable, Hashable, Sendable {
    public var dns: Duration?
    public var connect: Duration?
    public var tls: Duration?
    /// Request sent to response head.
    public var response: Duration?

    public init(dns: Duration? = nil, connect: Duration? = nil, tls: Duration? = nil, response: Duration? = nil) {
        self.dns = dns
        self.connect = connect
        self.tls = tls
        self.response = response
    }
}

/// An upgrade that ended without a WebSocket.
public struct Refusal: Codable, Hashable, Sendable {
    /// The HTTP status that the client received.
    public var status: Int
    /// Who refused: the upstream with an HTTP response, or livetop because the upstream could not be reached or the
    /// request was not allowed.
    public var by: Party
    /// One sentence for people, credentials replaced: the first part of the body or the error.
    public var reason: String
    public var headers: [HeaderField]

    public init(status: Int, by: Party, reason: String, headers: [HeaderField] = []) {
        self.status = status
        self.by = by
        self.reason = reason
        self.headers = headers
    }
}

/// Who did it. `transport` is a connection that ended without a close frame: reset, truncated, timed out.
public enum Party: String, CaseIterable, Codable, Hashable, Sendable {
    case client, server, proxy, transport
}

/// Smoothed round trips of TCP (`tcpi_rtt`); nil where the kernel knows none. That of the upstream leg ends at the next
/// hop, which may be a proxy.
public struct PathSample: Hashable, Sendable {
    public var client: Duration?
    public var upstream: Duration?

    public init(client: Duration? = nil, upstream: Duration? = nil) {
        self.client = client
        self.upstream = upstream
    }
}

public struct CaptureGap: Hashable, Sendable {
    public var frames: Int64
    public var bytes: Int64
    /// `tapFull`, `recorderFull`, `diskLow`: what could not keep up. `fileLost`: the frames had been recorded, in a file
    /// that was removed while the connection was open.
    public var cause: Cause

    public enum Cause: String, CaseIterable, Hashable, Sendable {
        case tapFull, recorderFull, diskLow, fileLost
    }

    public init(frames: Int64, bytes: Int64, cause: Cause) {
        self.frames = Int64(count: frames)
        self.bytes = Int64(count: bytes)
        self.cause = cause
    }
}

/// How a connection ended. Code and reason are those of the first close frame that crossed; nil when none did or it
/// carried none.
public struct Closure: Codable, Hashable, Sendable {
    public var by: Party
    public var code: CloseCode?
    public var reason: String?
    /// For `transport` and `proxy`: what happened, in words.
    public var detail: String?

    public init(by: Party, code: CloseCode? = nil, reason: String? = nil, detail: String? = nil) {
        self.by = by
        self.code = code
        self.reason = reason
        self.detail = detail
    }
}
