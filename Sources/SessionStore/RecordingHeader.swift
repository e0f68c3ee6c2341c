public import LiveProtocol

/// What is noted once per run of the proxy.
public struct RecordingHeader: Hashable, Sendable {
    /// The recording's anchor: instants are stored as nanoseconds since it.
    public var startedAt: Timestamp
    /// Version of livetop.
    public var version: String
    public var capture: CaptureLevel
    /// Name of the machine; nil when it has none.
    public var host: String?

    public init(startedAt: Timestamp, version: String, capture: CaptureLevel, host: String?) {
        self.startedAt = startedAt
        self.version = version
        self.capture = capture
        self.host = host
    }
}
