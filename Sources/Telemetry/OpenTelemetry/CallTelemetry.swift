public import Diagnosis
public import LiveProtocol
public import SessionModel

/// Makes spans and log records of what happens in sessions, seen now and then: of turns, tool calls and speech that are
/// over, of sessions that begin and end, of findings. It copies no session, and looks only at those in which something
/// happened.
public struct CallTelemetry: Sendable {
    private let options: Options
    private var cursors: [SessionID: SessionCursor] = [:]
    private var news = News()

    /// A response is measured up to so long after its turn: livetop knows an end of speech some time after it.
    static let patience = Duration.seconds(2)

    public struct Options: Hashable, Sendable {
        public var identity: TraceIdentity
        public var conventions: SemanticConventions
        /// Whether texts and arguments of tools may be told: only where somebody asks for it.
        public var capturesContent: Bool
        public var wantsSpans: Bool
        public var wantsLogs: Bool

        public init(
            identity: TraceIdentity, conventions: SemanticConventions = .realtime, capturesContent: Bool = false,
            wantsSpans: Bool = true, wantsLogs: Bool = true
        ) {
            self.identity = identity
            self.conventions = conventions
            self.capturesContent = capturesContent
            self.wantsSpans = wantsSpans
            self.wantsLogs = wantsLogs
        }
    }

    /// What is new since the last look.
    public struct News: Hashable, Sendable {
        public var spans: [OTLPSpan] = []
        public var logs: [OTLPLogRecord] = []
        /// Turns that came and were forgotten between two looks.
        public var missedSpans: Int64 = 0
    }

    public init(_ options: Options) { self.options = options }

    /// Looks at all sessions.
    ///
    /// - Parameters:
    ///   - findings: what is wrong with each of them.
    ///   - now: the present of a connection.
    ///   - isLast: nobody will look again: what was waited for is told as it is.
    public mutating func take(
        _ fleet: Fleet, findings: [SessionID: [Finding]], isLast: Bool = false, now: (ConnectionID) -> Timestamp
    ) -> News {
        // Through a span: an element in hand is a copy, and a session's state is large.
        let states = fleet.sessions.span
        for index in states.indices {
            let id = states[index].id
            let present = now(states[index].newestConnection)
            look(at: states[index], findings[id] ?? [], present, isLast)
        }
        if cursors.count > states.count { cursors = cursors.filter { fleet[$0.key] != nil } }
        defer { news = News() }
        return news
    }

    private mutating func look(
        at state: borrowing SessionState, _ findings: [Finding], _ now: Timestamp, _ isLast: Bool
    ) {
        var cursor = cursors[state.id] ?? SessionCursor()
        let isTouched = state.steps != cursor.steps || state.utterances.count != cursor.utterances
        let hasNews = options.wantsLogs && findings.contains { !cursor.knows($0) }
        guard isTouched || cursor.isWaiting || hasNews || isLast else { return }
        let look = SessionLook(copy state, options, now, isLast: isLast)
        if options.wantsLogs { look.log(findings, &cursor, &news.logs) }
        if options.wantsSpans { look.trace(&cursor, &news) }
        (cursor.steps, cursor.utterances) = (state.steps, state.utterances.count)
        cursor.isWaiting = look.isWaiting(cursor)
        cursors[state.id] = cursor
    }
}

/// What of a session has been told.
struct SessionCursor: Hashable, Sendable {
    var isStarted = false
    var isOpen = false
    /// The number of the latest generation that was told.
    var turn = 0
    var speech: Timestamp?
    var tools: Set<ToolCallKey> = []
    var toolCount = 0
    var findings: Set<Finding.Key> = []
    var predictions: Set<Finding.Key> = []
    /// As of the last look.
    var steps = -1
    var utterances = 0
    /// Something is not told yet because more may become known of it.
    var isWaiting = false

    func knows(_ finding: Finding) -> Bool {
        findings.contains(finding.key) || finding.isPrediction && predictions.contains(finding.key)
    }

    /// Afterwards it is known.
    mutating func know(_ finding: Finding) {
        if finding.isPrediction { predictions.insert(finding.key) } else { findings.insert(finding.key) }
    }
}

/// Tells the tool calls of a session apart: not all have an id.
struct ToolCallKey: Hashable, Sendable {
    var connection: ConnectionID?
    var sequence: Int64?
    var id: String?
    var name: String
    var arguments: String?
    var isService: Bool

    init(_ call: ToolCall) {
        (connection, sequence, id) = (call.connection, call.sequence, call.id)
        (name, arguments, isService) = (call.name, call.arguments, call.isService)
    }
}
