public import LiveProtocol

/// Whether the session could be resumed if its connection ended now.
public struct ResumptionTracker: Hashable, Sendable {
    /// The latest handle (its keyed hash) that the server called resumable, and when.
    public private(set) var handle: String?
    public private(set) var handleAt: Timestamp?
    /// The last update said that the session can be resumed at this moment; nil before the first update.
    public private(set) var isResumable: Bool?
    public private(set) var updates: Int64 = 0
    /// Vertex transparent mode: the last client message that survives a resumption.
    public private(set) var lastConsumedClientMessageIndex: Int64?
    /// Connections that came back with a handle.
    public private(set) var resumptions = 0
    /// With which handles, the latest 16.
    public private(set) var uses = Ring<Use>(capacity: 16)

    /// A setup that named a handle.
    public struct Use: Hashable, Sendable {
        public var connection: ConnectionID
        public var frame: FrameMark
        /// It was the newest that the server had called resumable; nil when the server had given none that is known.
        public var isNewest: Bool?
    }

    public init() {}

    mutating func apply(_ event: LiveEvent, _ metrics: inout MetricLog) {
        switch event.kind {
        case .server(.resumptionUpdate(let update)):
            updates += 1
            isResumable = update.isResumable
            lastConsumedClientMessageIndex = update.lastConsumedClientMessageIndex ?? lastConsumedClientMessageIndex
            guard update.isResumable, let handle = update.handle else { break }
            self.handle = handle
            handleAt = event.at
        case .client(.setup(let setup)):
            guard let used = setup.resumption?.handle else { break }
            resumptions += 1
            let frame = event.mark
            uses.append(Use(connection: event.connection, frame: frame, isNewest: handle.map { $0 == used }))
        default: break
        }
    }
}
