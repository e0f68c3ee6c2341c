internal import LiveProtocol

/// What has been recorded of the connections that are open: what a new file has to say of them before it can go on,
/// should the one that they are in lose its place.
public struct RunningConnections: Sendable {
    private struct Connection {
        var opened: WireEvent?
        var upgraded: WireEvent?
        var session: (id: SessionID, tag: String?)?
        /// Everything that crossed so far and will not be in a new file.
        var gap = CaptureGap(frames: 0, bytes: 0, cause: .fileLost)
        /// Of these, the frames that are rows of the present file.
        var rows: Int64 = 0
        var sequence: Int64 = 0
        var at: Timestamp

        init(at instant: Timestamp) { at = instant }

        mutating func note(_ event: WireEvent) {
            (sequence, at) = (event.sequence, event.at)
            switch event.kind {
            case .opened: opened = event
            case .upgraded: upgraded = event
            case .frame(_, let frame):
                extend(1, Int64(frame.byteCount))
                rows += 1
            // Those of `diskLow` are rows without their payload.
            case .captureGap(let more) where more.cause != .diskLow: extend(more.frames, more.bytes)
            default: break
            }
        }

        private mutating func extend(_ frames: Int64, _ bytes: Int64) {
            gap.frames = gap.frames.addingClamped(frames)
            gap.bytes = gap.bytes.addingClamped(bytes)
        }
    }

    private var connections: [ConnectionID: Connection] = [:]

    public init() {}

    public var count: Int { connections.count }

    /// Frames of open connections that are rows of the present file.
    public var frameCount: Int64 { connections.values.reduce(0) { $0.addingClamped($1.rows) } }

    /// Takes note of an item that has been written.
    public mutating func note(_ item: RecordItem) {
        switch item {
        case .event(let event): note(event)
        case .assignment(let connection, let session, let tag): connections[connection]?.session = (session, tag)
        case .exchange, .summary, .account, .unsettled: break
        }
    }

    private mutating func note(_ event: WireEvent) {
        if case .closed = event.kind { return connections[event.connection] = nil }
        // In place: this is done for every frame.
        connections[event.connection, default: Connection(at: event.at)].note(event)
    }

    /// What a new file begins with: each open connection, what was said of it, and how much of it is not there.
    public func beginning() -> [RecordItem] {
        connections.sorted { $0.key < $1.key }.flatMap { id, connection -> [RecordItem] in
            var items = [connection.opened, connection.upgraded].compactMap(\.self).map(RecordItem.event)
            if connection.gap.frames > 0 {
                let gap = WireEvent(
                    connection: id, sequence: connection.sequence, at: connection.at, kind: .captureGap(connection.gap))
                items.append(.event(gap))
            }
            if let (session, tag) = connection.session { items.append(.assignment(id, to: session, tag: tag)) }
            return items
        }
    }

    /// The connections go on in a new file, which has what `beginning` says.
    public mutating func move() {
        for id in connections.keys { connections[id]?.rows = 0 }
    }
}
