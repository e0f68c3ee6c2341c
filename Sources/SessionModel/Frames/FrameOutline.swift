public import LiveProtocol

/// How the frames of a session are cut into blocks, so that any part of a session of a million frames can be addressed
/// and read at the cost of that part alone.
///
/// Frames are numbered on each connection; a block is `blockSize` consecutive numbers of one connection, counted over
/// the connections in the order of their opening. Numbers that were not captured leave a block smaller.
public struct FrameOutline: Hashable, Sendable {
    public static let blockSize: Int64 = 256

    /// One connection of the session.
    public struct Part: Hashable, Sendable {
        public var connection: ConnectionID
        /// Number of its last frame so far; 0 before the first.
        public var lastSequence: Int64
        /// A conversation that livetop knows.
        public var isDecoded: Bool

        public init(connection: ConnectionID, lastSequence: Int64, isDecoded: Bool) {
            self.connection = connection
            self.lastSequence = Int64(count: lastSequence)
            self.isDecoded = isDecoded
        }

        var blockCount: Int {
            Int(clamping: max(lastSequence, 0).addingClamped(blockSize - 1) / blockSize)
        }
    }

    /// In the order of their opening.
    public var parts: [Part]

    public init(parts: [Part] = []) { self.parts = parts }

    public var blockCount: Int { parts.reduce(0) { $0.addingClamped($1.blockCount) } }

    public var frameCount: Int64 { parts.reduce(0) { $0.addingClamped(max($1.lastSequence, 0)) } }

    /// What a block holds: frames of one connection. Nil outside of the session.
    public func block(_ index: Int) -> (part: Part, sequences: ClosedRange<Int64>)? {
        var rest = index
        for part in parts {
            if rest < part.blockCount {
                guard rest >= 0 else { return nil }
                let first = Int64(rest) * Self.blockSize + 1
                return (part, first...min(first.addingClamped(Self.blockSize - 1), max(part.lastSequence, first)))
            }
            rest -= part.blockCount
        }
        return nil
    }

    /// The block that holds a frame.
    public func index(of connection: ConnectionID, _ sequence: Int64) -> Int? {
        var start = 0
        for part in parts {
            if part.connection == connection {
                guard (1...max(part.lastSequence, 1)).contains(sequence), part.lastSequence > 0 else { return nil }
                return start.addingClamped(Int(clamping: (sequence.subtractingClamped(1)) / Self.blockSize))
            }
            start.addClamped(part.blockCount)
        }
        return nil
    }
}

/// Frames of one direction on one connection: a single frame, or a run of audio.
public struct FrameSpan: Hashable, Sendable {
    public var connection: ConnectionID
    public var sequences: ClosedRange<Int64>
    public var direction: Direction

    public init(connection: ConnectionID, sequences: ClosedRange<Int64>, direction: Direction) {
        self.connection = connection
        self.sequences = sequences
        self.direction = direction
    }
}

/// What is in the frames of a span.
public struct FrameContent: Hashable, Sendable {
    public var span: FrameSpan
    /// In their order, unmasked and redacted.
    public var frames: [Frame]

    public init(span: FrameSpan, frames: [Frame]) {
        self.span = span
        self.frames = frames
    }
}
