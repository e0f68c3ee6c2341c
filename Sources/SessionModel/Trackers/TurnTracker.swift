import LiveProtocol

/// Turns of the session: opened by the first model fact after a boundary, closed by `turnComplete`.
public struct TurnTracker: Hashable, Sendable {
    /// The turn in progress.
    public private(set) var current: Turn?
    /// Finished turns, the latest 100.
    public private(set) var recent = Ring<Turn>(capacity: 100)
    /// Turns opened so far.
    public private(set) var count = 0
    /// `interrupted` received so far.
    public private(set) var interruptions = 0

    public init() {}
}
