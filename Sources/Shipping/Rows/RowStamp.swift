public import LiveProtocol

/// What all rows that are sent together have in common.
public struct RowStamp: Hashable, Sendable {
    /// The name of the data folder that they come from: the first part of every key.
    public var node: String
    /// Of two rows with the same key the one with the higher version is true.
    public var version: UInt64
    public var payload: ShipPayload

    public init(node: String, at instant: Timestamp, payload: ShipPayload) {
        (self.node, self.payload) = (node, payload)
        version = UInt64(clamping: instant.nanoseconds / 1_000)
    }
}
