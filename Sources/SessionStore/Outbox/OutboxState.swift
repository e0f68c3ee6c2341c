public import LiveProtocol

/// How far a central store has been told, and what keeps it from the rest.
public struct OutboxState: Hashable, Sendable {
    /// Its address, without credentials.
    public var url: String
    /// What this data folder is called there.
    public var node: String
    public var payload: String
    /// Rows up to this number are there.
    public var acknowledged: Int64
    public var lastRow: Int64
    /// When the first row that is not there was recorded; nil where all are there.
    public var waitingSince: Timestamp?
    public var batches: Int64
    public var rows: Int64
    /// Rows that the store refuses, and that were set apart.
    public var deadRows: Int64
    /// Rows that were removed here before they were there.
    public var droppedRows: Int64
    /// Sessions of which there is something to tell besides their rows.
    public var unsettledSessions: Int
    public var triedAt: Timestamp?
    public var succeededAt: Timestamp?
    public var problem: Problem?

    /// Why nothing is sent.
    public struct Problem: Hashable, Sendable {
        public var why: String
        public var cure: String
        public var since: Timestamp

        public init(why: String, cure: String, since: Timestamp) {
            (self.why, self.cure, self.since) = (why, cure, since)
        }
    }

    /// Rows that wait, as far as numbers tell: those that were removed count.
    public var waitingRows: Int64 { max(0, lastRow.subtractingClamped(acknowledged)) }
}
