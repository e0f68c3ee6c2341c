import LiveProtocol

/// Names a frame for as long as the session exists.
struct FramePlace: Hashable, Sendable {
    var connection: ConnectionID
    var sequence: Int64
}
