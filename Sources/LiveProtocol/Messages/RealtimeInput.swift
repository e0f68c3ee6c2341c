/// `realtimeInput`: streams without order among them. SDKs send one field per message, the protocol allows several.
public struct RealtimeInput: Hashable, Sendable {
    public var audio: Blob?
    public var video: Blob?
    public var text: String?
    public var activityStart = false
    public var activityEnd = false
    public var audioStreamEnd = false
    /// Deprecated `mediaChunks[]`; the service uses only the first.
    public var mediaChunks: [Blob] = []

    public init() {}
}
