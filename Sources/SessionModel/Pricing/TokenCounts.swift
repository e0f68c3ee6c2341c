public import LiveProtocol

/// Tokens by modality.
public struct TokenCounts: Codable, Hashable, Sendable {
    public var text: Int64 = 0
    public var audio: Int64 = 0
    public var image: Int64 = 0
    public var video: Int64 = 0
    public var document: Int64 = 0
    /// Counted by the server in a total and attributed to no modality.
    public var unattributed: Int64 = 0

    public init() {}

    init(text: Int64) { self.text = text }

    /// What `details` attribute; the rest of `total` stays unattributed. Where the details exceed the total, as the
    /// service has been seen to send, both are kept as they are.
    init(total: Int64, details: [ModalityTokens]) {
        for detail in details where detail.count > 0 {
            self[detail.modality] = self[detail.modality].addingClamped(detail.count)
        }
        unattributed = unattributed.addingClamped(max(total.subtractingClamped(self.total), 0))
    }

    public subscript(modality: Modality) -> Int64 {
        get {
            switch modality {
            case .text: text
            case .audio: audio
            case .image: image
            case .video: video
            case .document: document
            case .unspecified: unattributed
            }
        }
        set {
            switch modality {
            case .text: text = newValue
            case .audio: audio = newValue
            case .image: image = newValue
            case .video: video = newValue
            case .document: document = newValue
            case .unspecified: unattributed = newValue
            }
        }
    }

    public var total: Int64 {
        [text, audio, image, video, document, unattributed].reduce(0) { $0.addingClamped($1) }
    }
}

extension TokenCounts {
    static func + (left: TokenCounts, right: TokenCounts) -> TokenCounts {
        left.merged(with: right) { $0.addingClamped($1) }
    }

    static func - (left: TokenCounts, right: TokenCounts) -> TokenCounts {
        left.merged(with: right) { $0.subtractingClamped($1) }
    }

    private func merged(with other: TokenCounts, _ combine: (Int64, Int64) -> Int64) -> TokenCounts {
        var counts = TokenCounts()
        for modality in Modality.allCases { counts[modality] = combine(self[modality], other[modality]) }
        return counts
    }
}
