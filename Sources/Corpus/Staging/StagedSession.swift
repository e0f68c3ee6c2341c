public import LiveProtocol
public import Simulator

/// A session written down from its first connection to its last, to be folded without a clock: an hour costs what its
/// frames cost.
public struct StagedSession: Hashable, Sendable {
    public var links: [Link]
    public var spelling: Spelling
    public var seed: UInt64
    /// The last connection is still open when the session is looked at.
    public var isOpen: Bool
    /// How long after the last event it is looked at.
    public var patience: Duration

    /// One connection, and how long after the end of the one before it begins: negative while that still lasts.
    public struct Link: Hashable, Sendable {
        public var script: Script
        public var pause: Duration
        public var opening: StagedOpening

        public init(_ script: Script, after pause: Duration = .zero, opening: StagedOpening = StagedOpening()) {
            self.script = script
            self.pause = pause
            self.opening = opening
        }
    }

    public init(
        links: [Link], spelling: Spelling = .camelCase, seed: UInt64 = 1, isOpen: Bool = false,
        patience: Duration = .zero
    ) {
        self.links = links
        self.spelling = spelling
        self.seed = seed
        self.isOpen = isOpen
        self.patience = patience
    }

    public init(
        opening: StagedOpening = StagedOpening(), isOpen: Bool = false, patience: Duration = .zero,
        @ScriptBuilder _ steps: () -> [Script.Step]
    ) {
        self.init(links: [Link(Script(steps: steps()), opening: opening)], isOpen: isOpen, patience: patience)
    }

    /// Every event of every connection in the order of time; connections are numbered from `first`.
    public func wireEvents(
        first: ConnectionID = ConnectionID(rawValue: 1 << 40),
        from start: Timestamp = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
    ) -> [WireEvent] {
        var stage = Stage(seed: seed, spelling: spelling)
        var events: [WireEvent] = []
        var now = start
        for (number, link) in links.enumerated() {
            let id = ConnectionID(rawValue: first.rawValue + UInt64(number))
            let isLast = number == links.count - 1
            let played = stage.play(
                link.script, on: id, from: now + link.pause, opening: link.opening, isClosed: !(isLast && isOpen))
            events += played
            now = played.last.map { max(now, $0.at) } ?? now
        }
        // Stable: events of one instant stay in the order of their connections.
        let order = events.indices.sorted { (events[$0].at, $0) < (events[$1].at, $1) }
        return order.map { events[$0] }
    }
}
