public import LiveProtocol

/// Images that the client sends.
public struct VideoInput: Codable, Hashable, Sendable {
    public private(set) var count = 0
    public private(set) var byteCount: Int64 = 0
    public private(set) var firstAt: Timestamp?
    public private(set) var lastAt: Timestamp?
    public private(set) var lastByteCount: Int?
    /// MIME type of the latest.
    public private(set) var mimeType: String?
    private var recent = Ring<Image>(capacity: 10)

    private struct Image: Codable, Hashable, Sendable {
        var at: Timestamp
        var byteCount: Int
    }

    public init() {}

    mutating func append(_ frame: VideoFrame, at instant: Timestamp) {
        count += 1
        byteCount = byteCount.addingClamped(Int64(frame.byteCount))
        firstAt = firstAt ?? instant
        (lastAt, lastByteCount, mimeType) = (instant, frame.byteCount, frame.mimeType?.shortened)
        recent.append(Image(at: instant, byteCount: frame.byteCount))
    }

    /// Images per second over the latest ten; nil before the second.
    public var rate: Double? {
        guard let first = recent.first, let last = recent.last, last.at > first.at else { return nil }
        return Double(recent.count - 1) / (last.at - first.at).seconds
    }

    /// Median size of the latest ten; nil without any.
    public var medianByteCount: Int? {
        guard !recent.isEmpty else { return nil }
        return recent.map(\.byteCount).sorted()[recent.count / 2]
    }
}
