public import LiveProtocol
public import SessionModel

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
    public static let blockLimit = 24

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
