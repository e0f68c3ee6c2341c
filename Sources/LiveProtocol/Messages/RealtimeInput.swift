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

extension RealtimeInput {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        for (key, value) in node.fields {
            switch key {
            case "audio": audio = Blob(value, "realtimeInput.audio", &reader)
            case "video": video = Blob(value, "realtimeInput.video", &reader)
            case "text": text = value.string
            case "activityStart": activityStart = true
            case "activityEnd": activityEnd = true
            case "audioStreamEnd": audioStreamEnd = value.bool != false
            case "mediaChunks":
                mediaChunks = value.elements.map { Blob($0, "realtimeInput.mediaChunks", &reader) }
            default: reader.unknown("realtimeInput", key)
            }
        }
    }
}
