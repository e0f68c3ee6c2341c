public import Filters
public import LiveProtocol
public import SessionModel
public import Snapshots

/// Something that reached the dashboard from outside.
public enum Message: Sendable {
    /// A newer state; at most ten a second.
    case snapshot(FleetSnapshot)
    case key(Key)
    case mouse(MouseEvent)
    /// Text that was pasted: never keys, whatever stands in it.
    case pasted(String)
    case resized(Size)
    /// What is said beside the screen is about a call, or about none: its row is selected.
    case pointed(SessionID?)
    /// What was asked for is done, or why it is not: one line for the user.
    case told(String)
    /// Answers to `Effect.readFrames` and `.readContent`.
    case framePage(FramePage)
    case framesUnread(FrameRequest, reason: String)
    case frameContent(FrameContent)
    case contentUnread(FrameSpan, reason: String)
    /// The answer to `Effect.readMarks`: comments by place, empty for a mark alone.
    case marks([Marks.Place: String])
    /// The answer to `Effect.searchTexts`: which of the filter's texts occur in which session.
    case textsFound(Filter, [SessionID: Set<TextTest>])
    /// The answer to `Effect.readEarlierSetup`.
    case earlierSetup(before: SessionID, EarlierSetup)
    /// The answer to `Effect.fault`.
    case faulted(FaultAnswer)
    /// The answer to `Effect.remove`: what is gone.
    case removed([SessionID])
    /// The answer to `Effect.hear`, when the turn has been played, or why it is not: nil where it is.
    case heard(HeardTurn, problem: String?)
}
