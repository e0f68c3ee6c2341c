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

/// A question for frames: blocks from one on, until there is enough to show.
public struct FrameRequest: Hashable, Sendable {
    public enum Start: Hashable, Sendable {
        case block(Int)
        case end
        /// The block in which the first frame at or after an instant is.
        case instant(Timestamp)
        /// The block in which a frame is.
        case frame(ConnectionID, Int64)
    }

    public var session: SessionID
    public var filter: Filter
    public var start: Start
    public var isBackward: Bool
    /// Tells answers to earlier questions from the one that is waited for.
    public var ticket: Int

    /// A page ends when it has this many frames to show…
    public static let wantedFrames = 1_000
    /// …or has looked at this many blocks, so that no answer takes long.
    public static let blockLimit = 64

    public init(session: SessionID, filter: Filter, start: Start, isBackward: Bool, ticket: Int) {
        self.session = session
        self.filter = filter
        self.start = start
        self.isBackward = isBackward
        self.ticket = ticket
    }
}

/// The answer.
public struct FramePage: Hashable, Sendable {
    public var request: FrameRequest
    /// As it was when the page was read.
    public var outline: FrameOutline
    /// The block of the page's first frames; the others follow it.
    public var firstBlock: Int
    /// What the filter leaves of each block that was looked at, in the order of the session.
    public var blocks: [[FrameEntry]]

    public init(request: FrameRequest, outline: FrameOutline, firstBlock: Int, blocks: [[FrameEntry]]) {
        self.request = request
        self.outline = outline
        self.firstBlock = firstBlock
        self.blocks = blocks
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
