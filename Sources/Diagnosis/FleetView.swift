public import LiveProtocol
public import SessionModel

/// The connections of all sessions by client: what a rule about one session may know of the others.
///
/// Clients are told apart by tag, upstream and user agent; credentials are gone before anything is kept. Whoever looks
/// takes it from one definition, whether sessions run or were recorded: see `seen(from:at:)`.
public struct FleetView: Hashable, Sendable {
    private var clients: [ClientIdentity: ClientLinks] = [:]
    /// Where each connection stands.
    private var places: [ConnectionID: Place] = [:]

    private struct Place: Hashable, Sendable {
        var client: ClientIdentity
        var openedAt: Timestamp
    }

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
        public var setupAt: Timestamp?
        public var setupCompleteAt: Timestamp?
        /// It came with a resumption handle.
        public var isResumption: Bool
        /// Its session had a handle to come back with when the connection ended.
        public var leavesHandle: Bool
        public var refusedWith: Int?
    }

    /// Connections per client that are looked at; a fleet behind one address may have thousands.
    public static let limit = 256
    /// Connections of all clients that are kept: whoever gives each call a tag of its own makes a client of each.
    public static let total = 16_384
    /// How long before a session began a connection may have ended to be of interest: what cuts connections at one age
    /// shows over several of them.
    public static let reach = Duration.seconds(3_600)

    public init(_ sessions: [SessionState] = []) {
        for session in sessions { note(session) }
    }

    /// Takes in the connections of a session as they are now, in the place of what was known of them.
    ///
    /// - Parameter isOver: nobody records the session any more: a connection without an end ended with its last event.
    public mutating func note(_ session: SessionState, isOver: Bool = false) {
        guard let identity = ClientIdentity(of: session) else { return }
        for clock in session.connections {
            var link = Link(clock, of: session)
            if isOver, link.closedAt == nil { link.closedAt = session.lastAt }
            let place = Place(client: identity, openedAt: link.openedAt)
            if let before = places.updateValue(place, forKey: clock.id), before != place {
                clients[before.client]?.remove(clock.id, openedAt: before.openedAt)
                if clients[before.client]?.isEmpty == true { clients[before.client] = nil }
            }
            clients[identity, default: ClientLinks()].put(link)
        }
    }

    /// The same with a session as it is now.
    public func with(_ session: SessionState) -> FleetView {
        var view = self
        view.note(session)
        return view
    }

    /// Drops what ended before `instant`, of each client all but the newest connections, and of all clients those that
    /// opened first where there are more than `total`.
    public mutating func forget(endedBefore instant: Timestamp, keeping total: Int = Self.total) {
        let earliest = oldest(of: total)
        for (identity, known) in clients {
            let late = known.opened.filter { link in
                (link.closedAt.map { $0 >= instant } ?? true) && earliest.map { link.openedAt >= $0 } ?? true
            }
            // Twice as many as are looked at: connections that are newer than a session's last instant do not count there.
            let kept = late.suffix(2 * Self.limit)
            guard kept.count < known.opened.count else { continue }
            let remaining = Set(kept.map(\.connection))
            for link in known.opened where !remaining.contains(link.connection) { places[link.connection] = nil }
            clients[identity] = kept.isEmpty ? nil : ClientLinks(Array(kept))
        }
    }

    /// When the oldest of the newest `total` connections opened; nil where there are no more.
    private func oldest(of total: Int) -> Timestamp? {
        guard places.count > total else { return nil }
        return places.values.map(\.openedAt).sorted().suffix(total).first
    }

    /// All connections of the client of `session`, its own included, in the order in which they opened.
    public func links(with session: SessionState) -> [Link] { client(of: session)?.opened ?? [] }

    /// Whether a connection of another session of the client of `session` ended so shortly before `instant`.
    func hasEnd(besides session: SessionState, before instant: Timestamp, within length: Duration) -> Bool {
        client(of: session)?.hasEnd(besides: session.id, before: instant, within: length).found ?? false
    }

    /// What there was to know at `now` of the connections of the client of `session`: the newest `limit` that had opened
    /// by then and had not ended `reach` before the session began. The same for a session that runs and for a recorded
    /// one, whose neighbours are known further.
    func seen(from session: SessionState, at now: Timestamp) -> FleetView {
        guard let identity = ClientIdentity(of: session), let known = clients[identity] else { return FleetView() }
        let near = known.newest(Self.limit, at: now, endedSince: session.openedAt - Self.reach)
        var view = FleetView()
        view.clients[identity] = ClientLinks(near.links.map { $0.known(at: now) })
        return view
    }

    /// The connections of the client of `session`.
    func client(of session: SessionState) -> ClientLinks? { ClientIdentity(of: session).flatMap { clients[$0] } }
}

/// Whose a connection is, as far as that shows without credentials.
struct ClientIdentity: Hashable, Sendable {
    var tag: String?
    var upstream: String
    var userAgent: String?

    init?(of session: SessionState) {
        guard let opening = session.connections.first(where: { $0.opening != nil })?.opening else { return nil }
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
            model: clock.setup?.model, setupAt: clock.setupAt, setupCompleteAt: clock.setupCompleteAt,
            isResumption: clock.setup?.setup.resumption?.handle != nil,
            leavesHandle: session.resumption.hadHandle(at: clock.closedAt ?? session.lastAt),
            refusedWith: clock.refusal?.status)
    }

    static func isOlder(_ one: Self, _ other: Self) -> Bool {
        (one.openedAt, one.connection) < (other.openedAt, other.connection)
    }

    /// As it was at `now`, without what happened later.
    fileprivate func known(at now: Timestamp) -> Self {
        var link = self
        if let closedAt, closedAt > now {
            (link.closedAt, link.closeCode, link.closeReason, link.closedBy, link.refusedWith) = (
                nil, nil, nil, nil, nil
            )
        }
        if let setupAt, setupAt > now { (link.model, link.setupAt, link.isResumption) = (nil, nil, false) }
        if let setupCompleteAt, setupCompleteAt > now { link.setupCompleteAt = nil }
        return link
    }
}

extension ResumptionTracker {
    /// A handle to come back with had been issued by `instant`.
    fileprivate func hadHandle(at instant: Timestamp) -> Bool {
        // Of a long session the first handles are not kept.
        handle != nil && (issuedCount > issued.count || issued.contains { $0.at <= instant })
    }
}
