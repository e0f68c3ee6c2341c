public import LiveProtocol
public import SessionModel

/// The connections of all sessions by client: what a rule about one session may know of the others.
///
/// Clients are told apart by tag, upstream and user agent; credentials are gone before anything is kept.
public struct FleetView: Hashable, Sendable {
    private var links: [ClientIdentity: [Link]] = [:]

    /// One connection of some session.
    public struct Link: Hashable, Sendable {
        public var session: SessionID
        public var connection: ConnectionID
        public var openedAt: Timestamp
        public var closedAt: Timestamp?
        public var closeCode: CloseCode?
        public var closeReason: String?
        public var closedBy: Party?
        public var model: String?
        public var setupCompleteAt: Timestamp?
        /// It came with a resumption handle.
        public var isResumption: Bool
        /// Its session had a handle to come back with when the connection ended.
        public var leavesHandle: Bool
        public var refusedWith: Int?
    }

    /// Connections per client that are looked at; a fleet behind one address may have thousands.
    static let limit = 256

    public init(_ sessions: [SessionState]) {
        for session in sessions {
            guard let identity = ClientIdentity(of: session) else { continue }
            links[identity, default: []] += session.connections.map { Link($0, of: session) }
        }
        links = links.mapValues { Array($0.sorted { $0.openedAt < $1.openedAt }.suffix(Self.limit)) }
    }

    /// All connections of the client of `session`, its own included, in the order in which they opened.
    public func links(with session: SessionState) -> [Link] {
        ClientIdentity(of: session).flatMap { links[$0] } ?? []
    }
}

/// Whose a connection is, as far as that shows without credentials.
struct ClientIdentity: Hashable, Sendable {
    var tag: String?
    var upstream: String
    var userAgent: String?

    init?(of session: SessionState) {
        guard let opening = session.connections.first?.opening else { return nil }
        tag = session.tag
        upstream = opening.upstream
        userAgent = opening.header("user-agent")
    }
}

extension FleetView.Link {
    fileprivate init(_ clock: ConnectionClock, of session: SessionState) {
        self.init(
            session: session.id, connection: clock.id, openedAt: clock.openedAt, closedAt: clock.closedAt,
            closeCode: clock.closeFrame?.code ?? clock.closure?.code,
            closeReason: clock.closeFrame?.reason ?? clock.closure?.reason, closedBy: clock.closure?.by,
            model: clock.setup?.model, setupCompleteAt: clock.setupCompleteAt,
            isResumption: clock.setup?.setup.resumption?.handle != nil,
            leavesHandle: session.resumption.handle != nil, refusedWith: clock.refusal?.status)
    }
}
