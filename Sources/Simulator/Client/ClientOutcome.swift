/// How the playing of a script ended, as its client saw it.
public struct ClientOutcome: Hashable, Sendable {
    public enum Ending: Hashable, Sendable {
        /// No connection.
        case unreachable(String)
        /// The upgrade was refused with this status.
        case refused(Int)
        /// A close frame crossed: the server's, or the answer to the client's. Nil for an empty one.
        case closed(code: UInt16?, reason: String)
        /// The connection ended without a close frame.
        case broken
    }

    public var ending: Ending
    /// The first line of the server that never came; nil when the script was played to its end.
    public var missed: ServerLine?
    /// The newest resumption handle.
    public var handle: String?
    public var framesSent = 0
    public var framesReceived = 0
    /// Empty unless `ClientConfiguration.keepsFrames`.
    public var frames: [MockFrame] = []

    package init(_ ending: Ending) { self.ending = ending }
}
