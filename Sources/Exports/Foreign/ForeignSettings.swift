public import LiveProtocol

/// What an import of a foreign file is told.
public struct ForeignSettings {
    /// Gives the bytes of a file beside the archive to `take`, in order; false where there is none of that name.
    public typealias Attachment = (_ name: String, _ take: ([UInt8]) throws -> Void) throws -> Bool

    /// Sockets that are no call of the Live API are taken too.
    public var takesAllSockets: Bool
    /// When the file was written: what it holds did not happen later.
    public var writtenAt: Timestamp
    /// Identifiers that a connection without one must not get.
    public var isTaken: (ConnectionID) -> Bool
    public var attachment: Attachment

    public init(
        takesAllSockets: Bool = false, writtenAt: Timestamp, isTaken: @escaping (ConnectionID) -> Bool = { _ in false },
        attachment: @escaping Attachment = { _, _ in false }
    ) {
        self.takesAllSockets = takesAllSockets
        self.writtenAt = writtenAt
        self.isTaken = isTaken
        self.attachment = attachment
    }
}

/// Gives connections that have no identifier one of their own.
struct ForeignIdentifiers {
    let isTaken: (ConnectionID) -> Bool
    private var given: Set<ConnectionID> = []

    init(isTaken: @escaping (ConnectionID) -> Bool) { self.isTaken = isTaken }

    mutating func next(at instant: Timestamp) -> ConnectionID {
        var candidate = ConnectionID.next(after: nil, at: instant)
        while given.contains(candidate) || isTaken(candidate) {
            candidate = ConnectionID.next(after: candidate, at: instant)
        }
        given.insert(candidate)
        return candidate
    }

    /// False for one that another connection of the file has already.
    mutating func claim(_ connection: ConnectionID) -> Bool { given.insert(connection).inserted }
}
