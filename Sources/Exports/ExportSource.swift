public import Diagnosis
public import Filters
public import LiveProtocol
public import SessionModel

/// A recorded session as an export reads it: the same events, as often as a format needs to go through them.
public struct ExportSource {
    /// The next event, nil at the end. Throws what its maker throws.
    public typealias Cursor = () throws -> WireEvent?

    public var session: SessionID
    /// A new pass from the beginning: over all events of the session in the order in which they happened, or over those
    /// of one of its connections.
    public var events: (_ connection: ConnectionID?) -> Cursor
    /// The present, for a session that goes on; nil for one that is over, whose ages stand still at its last event.
    public var now: Timestamp?
    /// Nothing folded yet: the session with the tables of models and prices that are in force.
    public var beginning: Folding
    /// What the rules say about the session at an instant, with what they found on the way there.
    public var diagnose: (SessionState, FindingLedger?, Timestamp) -> DiagnosisResult

    public init(
        session: SessionID, now: Timestamp? = nil, beginning: Folding,
        diagnose: @escaping (SessionState, FindingLedger?, Timestamp) -> DiagnosisResult,
        events: @escaping (_ connection: ConnectionID?) -> Cursor
    ) {
        self.session = session
        self.now = now
        self.beginning = beginning
        self.diagnose = diagnose
        self.events = events
    }
}

extension ExportSource {
    func forEachEvent(of connection: ConnectionID? = nil, _ body: (WireEvent) throws -> Void) throws {
        let next = events(connection)
        while let event = try next() { try body(event) }
    }
}

extension ExportSource {
    /// Throws for a session that another tool recorded without times.
    func requireTimes(for what: String) throws {
        guard let event = try events(nil)(), case .opened(let info) = event.kind, info.origin?.isTimed == false else {
            return
        }
        throw ExportError.untimed(what)
    }
}

/// What of a session is exported, and how. Every format says in `ExportFormat` which of these it heeds.
public struct ExportOptions: Sendable {
    /// What happened outside of it is left out. The session is still understood from its beginning, and times count
    /// from there.
    public var interval: ClosedRange<Timestamp>?
    /// Frames or turns, as the format's `filterScope` says.
    public var filter = Filter.everything
    /// `ndjson`: the payload of each frame in base64.
    public var isRaw = false
    /// `ndjson`: lines for what is not a frame.
    public var hasEvents = false
    /// `ndjson`: a line for each finding at the end.
    public var hasFindings = false
    /// `har`: binary messages that are text are written as text.
    public var isText = false
    /// `wav`: which sound.
    public var track = AudioTrack.call
    /// `wav`: the model's audio that nobody heard, too.
    public var isAsGenerated = false
    /// `csv`: which table.
    public var table = Table.turns
    /// `html`: the call's sound inside the page.
    public var hasAudio = false
    /// Version of livetop, for formats that name their maker.
    public var version = ""

    public init() {}

    public enum Table: String, CaseIterable, Sendable {
        case turns, findings
    }

    func contains(_ instant: Timestamp) -> Bool { interval?.contains(instant) ?? true }
}

/// The sounds of a call.
public enum AudioTrack: String, CaseIterable, Sendable {
    /// Both sides as they sounded to the user: the microphone left, the model right.
    case call
    /// What the client sent, one piece after the other.
    case mic
    /// What the model sent, one piece after the other.
    case model
}

/// Takes the bytes of an export, in order. What it throws ends the export.
public struct ExportSink {
    private let take: ([UInt8]) throws -> Void

    public init(_ take: @escaping ([UInt8]) throws -> Void) { self.take = take }

    func write(_ bytes: [UInt8]) throws { try take(bytes) }

    func write(_ text: String) throws { try take(Array(text.utf8)) }
}

/// Why a session cannot be exported as asked.
public enum ExportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is nothing of this kind in the session, or in the part that was asked for.
    case nothing(String)
    /// The format cannot hold that much.
    case tooLarge(String)
    /// The session has no such turn.
    case noTurn(Int)
    /// The end of what was asked for is before its beginning.
    case backwards
    /// The format is about when things happened, and nobody knows.
    case untimed(String)

    public var description: String {
        switch self {
        case .nothing(let what): "there is no \(what) in what was asked for"
        case .tooLarge(let why): why
        case .noTurn(let index): "there is no turn \(index)"
        case .backwards: "the end is before the beginning"
        case .untimed(let what): "\(what) needs times, and the session was recorded without"
        }
    }
}
