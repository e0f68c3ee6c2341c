public import LiveProtocol

/// Frames and bytes of the session, and how fast they come.
public struct Traffic: Hashable, Sendable {
    public private(set) var up = Flow()
    public private(set) var down = Flow()
    /// Frames and bytes that were relayed and could not be captured.
    public private(set) var droppedFrames: Int64 = 0
    public private(set) var droppedBytes: Int64 = 0

    public struct Flow: Hashable, Sendable {
        public var frames: Int64 = 0
        /// Payload bytes on the wire.
        public var bytes: Int64 = 0
        public var messages: Int64 = 0
        public var lastFrameAt: Timestamp?
    }

    public init() {}
}
