public import LiveProtocol

/// Where on a connection something happened: proof for whoever asks later.
public struct FrameMark: Codable, Hashable, Sendable {
    /// Number of the frame on its connection.
    public var sequence: Int64
    public var at: Timestamp

    public init(sequence: Int64, at instant: Timestamp) {
        self.sequence = sequence
        at = instant
    }
}

extension LiveEvent {
    var mark: FrameMark { FrameMark(sequence: sequence, at: at) }
}

/// Things of one kind that happened on a connection: how many, and where the first and the last of them are.
public struct Occurrences: Codable, Hashable, Sendable {
    public private(set) var count = 0
    public private(set) var first: FrameMark?
    public private(set) var last: FrameMark?

    public init() {}

    public var isEmpty: Bool { count == 0 }

    mutating func add(_ event: LiveEvent) {
        let mark = event.mark
        count += 1
        if first == nil { first = mark }
        last = mark
    }
}
