public import LiveProtocol
internal import SessionModel

/// The places of a recorded session that one goes to.
public struct ReplayOutline: Hashable, Sendable {
    /// Instants of the first and the last event; nil while nothing has been read.
    public private(set) var start: Timestamp?
    public private(set) var end: Timestamp?
    /// When each turn began, by its number.
    private var turnStarts: [Int: Timestamp] = [:]

    public init() {}

    /// In the order of time.
    public var turns: [Timestamp] { turnStarts.values.sorted() }

    /// When turn `number` began; nil when there is none.
    public func start(ofTurn number: Int) -> Timestamp? { turnStarts[number] }

    mutating func extend(to event: WireEvent) {
        start = min(start ?? event.at, event.at)
        end = max(end ?? event.at, event.at)
    }

    /// A state keeps the latest turns only: it has to be asked before they are gone.
    mutating func add(_ turns: TurnTracker) {
        for turn in turns.recent { turnStarts[turn.index] = turn.startedAt }
        if let turn = turns.current { turnStarts[turn.index] = turn.startedAt }
    }
}
