public import LiveProtocol

/// Rows that are sent together: all with a number from `first` to `last`. What it is made of is written down before it is
/// sent for the first time, so that it is the same again after an answer that got lost.
public struct OutboxBatch: Hashable, Sendable {
    /// Counted from 1 for each store.
    public var number: Int64
    public var first: Int64
    public var last: Int64
    /// Rows in it when it was made.
    public var count: Int
    /// How much of each frame is sent, in the words of the settings.
    public var payload: String
    /// The version of the bytes that are made of the rows.
    public var encoding: Int
    /// When it was made: the version of its rows at the store.
    public var madeAt: Timestamp

    /// What a batch holds at most, whichever comes first.
    public struct Limits: Hashable, Sendable {
        public var rows: Int
        public var bytes: Int64

        public init(rows: Int = 10_000, bytes: Int64 = 4 << 20) { (self.rows, self.bytes) = (rows, bytes) }
    }

    /// Nothing more would have gone into it.
    public func isFull(_ limits: Limits, bytes: Int64) -> Bool { count >= limits.rows || bytes >= limits.bytes }
}
