public import LiveProtocol

/// A part of the silence that the user perceived between their end and the model's first sound. The segments of a turn
/// follow each other without a gap and add up to that silence.
public struct TurnSegment: Hashable, Sendable {
    public var name: Name
    public var startedAt: Timestamp
    public var duration: Duration
    public var exactness: Exactness

    public enum Name: String, CaseIterable, Hashable, Sendable {
        /// The user's end → the server's signal that it has noticed.
        case endpointing
        /// The model's share.
        case model
        /// Both of the above, where the server gave no signal that would tell them apart.
        case endpointingAndModel = "endpointing+model"
        /// `toolCall` → `toolResponse` or cancellation.
        case tool
        /// First model audio → first audible sample.
        case leadingSilence = "leading_silence"
    }
}

extension Turn {
    /// The silence that the user perceived, part by part; empty without a start that can be relied on.
    public var segments: [TurnSegment] {
        guard let start = sinceUser, let answeredAt else { return [] }
        var line = SegmentLine(start)
        let isSplit = start.anchor.isEndOfSpeech && line.endpoint(at: endpointedAt, before: answeredAt)
        let first: TurnSegment.Name = isSplit || !start.anchor.isEndOfSpeech ? .model : .endpointingAndModel
        for tool in earlierTools + tools {
            guard let end = tool.endedAt, end <= answeredAt else { continue }
            line.add(line.hasTool ? .model : first, until: tool.calledAt)
            line.add(.tool, until: end)
        }
        line.add(line.hasTool ? .model : first, until: answeredAt)
        if let firstAudibleAt { line.add(.leadingSilence, until: firstAudibleAt) }
        return line.segments
    }

    /// The user's end by its best anchor → the first audible sample, or the answer where that is not known.
    public var perceivedGap: Duration? {
        guard let start = sinceUser, let answeredAt else { return nil }
        return max(firstAudibleAt ?? answeredAt, answeredAt) - start.startedAt
    }

    /// What `perceivedGap` is counted from.
    public var perceivedGapAnchor: Anchor? { answeredAt == nil ? nil : sinceUser?.anchor }
}

/// Segments laid end to end.
private struct SegmentLine {
    private(set) var segments: [TurnSegment] = []
    private var cursor: Timestamp
    private let anchor: Anchor

    init(_ start: Latency) {
        cursor = start.startedAt
        anchor = start.anchor
    }

    var hasTool: Bool { segments.contains { $0.name == .tool } }

    /// False where the signal is missing or of another utterance.
    mutating func endpoint(at instant: Timestamp?, before end: Timestamp) -> Bool {
        guard let instant, instant > cursor, instant <= end else { return false }
        add(.endpointing, until: instant)
        return true
    }

    mutating func add(_ name: TurnSegment.Name, until end: Timestamp) {
        guard end > cursor else { return }
        let exactness: Exactness =
            segments.isEmpty ? anchor.exactness : name == .leadingSilence ? .derived : .exact
        segments.append(TurnSegment(name: name, startedAt: cursor, duration: end - cursor, exactness: exactness))
        cursor = end
    }
}

extension Anchor {
    /// The end of speech itself, which the server has yet to notice.
    fileprivate var isEndOfSpeech: Bool { self == .localVAD || self == .serverVAD }
}
