public import LiveProtocol

/// A message as the session screen lists it.
public struct RecentMessage: Codable, Hashable, Sendable {
    public var connection: ConnectionID
    /// Number of the frame that completed it.
    public var sequence: Int64
    public var at: Timestamp
    public var direction: Direction
    public var digest: MessageDigest

    public init(
        connection: ConnectionID, sequence: Int64, at: Timestamp, direction: Direction, digest: MessageDigest
    ) {
        self.connection = connection
        self.sequence = sequence
        self.at = at
        self.direction = direction
        self.digest = digest
    }
}
