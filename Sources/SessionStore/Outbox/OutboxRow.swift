public import LiveProtocol

/// A row of `frames` or `events` as it is sent to a central store, and as it comes back from one.
public struct OutboxRow: Hashable, Sendable {
    /// What its row is.
    public enum Content: Hashable, Sendable {
        case frame(Direction, Frame)
        /// As in the columns of that name (`docs/schema.md`).
        case event(kind: String, json: String)
    }

    /// Frames and events of a database are numbered together, in the order of arrival.
    public var id: Int64
    public var connection: ConnectionID
    public var sequence: Int64
    public var at: Timestamp
    public var content: Content

    public init(id: Int64, connection: ConnectionID, sequence: Int64, at: Timestamp, content: Content) {
        (self.id, self.connection, self.sequence, self.at, self.content) = (id, connection, sequence, at, content)
    }

    public var isFrame: Bool { if case .frame = content { true } else { false } }

    /// The frame as `level` keeps it; an event as it is.
    public func kept(at level: CaptureLevel) -> OutboxRow {
        guard case .frame(let direction, let frame) = content else { return self }
        let event = WireEvent(connection: connection, sequence: sequence, at: at, kind: .frame(direction, frame))
        guard case .frame(_, let kept) = level.applied(to: event).kind else { return self }
        var row = self
        row.content = .frame(direction, kept)
        return row
    }
}

/// The rows of a batch, and those among them that cannot be read.
public struct OutboxRows: Hashable, Sendable {
    public var rows: [OutboxRow] = []
    /// Damaged on the disk.
    public var unreadable: [Int64] = []
}
