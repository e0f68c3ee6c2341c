public import LiveProtocol
public import NIOCore

/// What a `MockServer` is asked to be.
public struct MockConfiguration: Sendable {
    public var host: String
    /// 0 picks a free one.
    public var port: Int
    /// Nil serves plain HTTP and WebSocket.
    public var identity: MockIdentity?
    /// With an identity: clients without TLS are served as well, on the same port.
    public var takesPlainToo = false
    /// Who may use the mock: what listens here can be reached from every web page that a browser shows.
    public var access = AccessPolicy()
    public var behaviour: MockBehaviour
    /// Equal seeds and equal input give equal output, connection by connection.
    public var seed: UInt64
    /// Play the server's side of this script instead of reacting to what the client says.
    public var script: Script?
    /// Scripts for callers whose credential holds the name, before `script`.
    public var scripts: [String: Script] = [:]
    /// Somebody else who answers, before script and behaviour: the handler of WebSocket frames for the connection with that
    /// number, counted from 1 in the order in which clients came; nil leaves the connection to the mock.
    public var answering: (@Sendable (Int) -> (any ChannelHandler)?)?
    /// A file that gets one NDJSON line per frame sent and received; nil writes none.
    public var transcriptPath: String?
    /// Keep every frame in memory for `MockServer.frames`. For tests: nothing bounds it.
    public var keepsFrames: Bool
    /// Stamps the frames that are kept.
    public var clock: (@Sendable () -> Timestamp)?

    public init(
        host: String = "127.0.0.1", port: Int = 0, identity: MockIdentity? = nil,
        behaviour: MockBehaviour = MockBehaviour(), seed: UInt64 = 1, script: Script? = nil,
        transcriptPath: String? = nil, keepsFrames: Bool = false
    ) {
        self.host = host
        self.port = port
        self.identity = identity
        self.behaviour = behaviour
        self.seed = seed
        self.script = script
        self.transcriptPath = transcriptPath
        self.keepsFrames = keepsFrames
    }
}

/// A certificate chain (leaf first) and its key, as PEM texts.
public struct MockIdentity: Sendable {
    public var certificateChainPEM: String
    /// Shown to clients that ask for a name (SNI); nil for the same.
    public var namedChainPEM: String?
    public var privateKeyPEM: String

    public init(certificateChainPEM: String, privateKeyPEM: String) {
        self.certificateChainPEM = certificateChainPEM
        self.privateKeyPEM = privateKeyPEM
    }
}

/// How the mock behaves where the service's own behaviour varies or takes too long to wait for.
public struct MockBehaviour: Sendable {
    /// `setup` to `setupComplete`; 0.29–0.61 s were measured on the service (failure catalogue, `handshake-failed`).
    public var setupTime: Duration = .milliseconds(300)
    /// End of the user's turn to the first output.
    public var thinkingTime: Duration = .milliseconds(400)
    /// Seconds of speech generated per second.
    public var generationSpeed: Double = 4
    /// Divides every delay: 1 is the pace of the service, 5 makes a test quick and leaves a busy machine its time.
    public var pace: Double = 1
    /// Each answer ends with its number in the session: none is said twice, as canned sentences are by chance.
    public var numbersAnswers = false
    /// Connection age at which `goAway` is sent; the service does so shortly before ten minutes.
    public var goAwayAfter: Duration = .seconds(540)
    /// `goAway.timeLeft`: how long the connection then lasts.
    public var goAwayLead: Duration = .seconds(60)
    /// A connection without client input for this long is closed with 1008 (failure catalogue, `idle-input-abort`).
    public var idleLimit: Duration = .seconds(150)
    /// Models that had ended by then are refused as unknown; nil takes every one of the table.
    public var asOf: CalendarDay?
    /// Replaces the model's context window, in tokens.
    public var contextLimit: Int?

    public init() {}

    /// Everything five times as fast, except that a client may take its time: tests run on busy machines.
    public static var quick: MockBehaviour {
        var behaviour = MockBehaviour()
        behaviour.pace = 5
        behaviour.idleLimit *= 5
        return behaviour
    }

    /// For `livetop demo`: the same service with shorter patience, and the demo says so.
    public static var demo: MockBehaviour {
        var behaviour = MockBehaviour()
        behaviour.goAwayLead = .seconds(10)
        behaviour.idleLimit = .seconds(20)
        return behaviour
    }
}
