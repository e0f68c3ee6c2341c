import LiveProtocol

/// Tokens by modality.
public struct TokenCounts: Hashable, Sendable {
    public var text: Int64 = 0
    public var audio: Int64 = 0
    public var image: Int64 = 0
    public var video: Int64 = 0
    public var document: Int64 = 0
    /// Counted by the server in a total and attributed to no modality.
    public var unattributed: Int64 = 0

    public init() {}

    public var total: Int64 {
        [text, audio, image, video, document, unattributed].reduce(0) { $0.addingClamped($1) }
    }
}
