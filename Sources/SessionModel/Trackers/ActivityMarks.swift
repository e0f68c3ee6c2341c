public import LiveProtocol

/// The client's own marks of the user's activity on one connection, and whether they make sense in their order.
public struct ActivityMarks: Codable, Hashable, Sendable {
    public private(set) var starts = Occurrences()
    public private(set) var ends = Occurrences()
    public private(set) var streamEnds = Occurrences()
    /// A start while an activity was open, an end while none was.
    public private(set) var doubleStarts = Occurrences()
    public private(set) var strayEnds = Occurrences()
    /// Texts and contents between a start and its end.
    public private(set) var textsInside = Occurrences()
    /// The start that has no end yet.
    public private(set) var openSince: FrameMark?
    /// The latest starts with their ends.
    public private(set) var spans = Ring<Span>(capacity: 32)

    public struct Span: Codable, Hashable, Sendable {
        public var start: Timestamp
        public var end: Timestamp
    }

    public init() {}

    mutating func apply(_ fact: ClientFact, _ event: LiveEvent) {
        switch fact {
        case .activityStart:
            starts.add(event)
            if openSince != nil { doubleStarts.add(event) }
            openSince = event.mark
        case .activityEnd:
            ends.add(event)
            if let openSince { spans.append(Span(start: openSince.at, end: event.at)) } else { strayEnds.add(event) }
            openSince = nil
        case .audioStreamEnd: streamEnds.add(event)
        case .text, .content: if openSince != nil { textsInside.add(event) }
        default: break
        }
    }
}
