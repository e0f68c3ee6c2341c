public import LiveProtocol

/// A turn of a session that somebody wants to hear.
public struct HeardTurn: Hashable, Sendable {
    public let session: SessionID
    /// As the lists count turns, from 1.
    public let number: Int

    public init(session: SessionID, number: Int) {
        self.session = session
        self.number = number
    }
}
