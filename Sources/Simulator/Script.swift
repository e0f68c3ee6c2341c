import LiveProtocol

/// A conversation as timed steps of both sides.
public struct Script: Sendable {
    public init() {}
}
