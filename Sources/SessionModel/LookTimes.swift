public import LiveProtocol

/// The instants at which whoever judges a session looks at it: once a second of its time while it is open, and after
/// what may change a verdict (the end of a turn, an interruption, a close).
///
/// They follow from the session's events alone, so that they are the same live, re-opened and replayed. In a silence
/// they become rarer: what does not happen for a minute is known to be missing.
struct LookTimes: Codable, Hashable, Sendable {
    /// The latest instant of the events so far.
    private var reached: Timestamp
    /// An event that calls for a look, which is to be after everything else of the same instant.
    private var marked: Timestamp?
    private var tick: Timestamp
    private var lookedAt: Timestamp?

    private static let interval = Duration.seconds(1)
    /// However fast turns end, they are looked at no more often than this.
    private static let patience = Duration.milliseconds(250)
    /// Seconds of silence at which there is a look, behind the first fifteen, each of which has one.
    private static let rareLooks: [Duration] = [20, 30, 45, 60, 90, 120, 180, 240, 300].map(Duration.seconds)
    private static let oftenUntil = Duration.seconds(15)

    init(from start: Timestamp) {
        reached = start
        tick = start + Self.interval
    }

    /// Some may be due before an event at `instant`. Asked with every event, most of which have none.
    @inline(__always) func mayBeDue(before instant: Timestamp) -> Bool {
        instant > reached && (marked != nil || tick <= instant)
    }

    /// The looks that are due before an event at `instant`, in their order.
    ///
    /// - Parameter isOpen: a connection of the session is open; one that is over is not looked at while nothing happens.
    func due(before instant: Timestamp, isOpen: @autoclosure () -> Bool) -> [Timestamp] {
        guard mayBeDue(before: instant) else { return [] }
        var looks = marked.map { [$0] } ?? []
        guard isOpen() else { return looks }
        var next = max(tick, reached)
        while next <= instant, next - reached <= Self.oftenUntil {
            if next > looks.last ?? lookedAt ?? reached - Self.interval { looks.append(next) }
            next = next + Self.interval
        }
        for silence in Self.rareLooks where reached + silence >= next && reached + silence <= instant {
            looks.append(reached + silence)
        }
        return looks
    }

    /// Takes in an event: the looks before it have been taken.
    mutating func note(_ event: LiveEvent, isOpen: @autoclosure () -> Bool) {
        if event.at > reached {
            lookedAt = due(before: event.at, isOpen: isOpen()).last ?? lookedAt
            marked = nil
            if tick <= event.at { tick = event.at + Self.interval }
            reached = event.at
        }
        guard event.mayChangeVerdict else { return }
        if event.isEnd || lookedAt.map({ event.at - $0 >= Self.patience }) ?? true { marked = reached }
    }
}

/// Makes something of the sessions while they are folded, at their moments. It belongs to the fold: a copy of a
/// `Folding` has a copy of it.
public protocol SessionWatch: Sendable {
    /// `session` as it was at `instant`, when nothing later had happened.
    mutating func look(at session: SessionState, _ instant: Timestamp)

    /// The session is dropped, or has become part of another.
    mutating func forget(_ session: SessionID)
}

extension LiveEvent {
    /// After it a session is looked at soon.
    public var mayChangeVerdict: Bool {
        switch kind {
        case .server(.turnComplete), .server(.interrupted), .server(.goAway), .server(.setupComplete): true
        case .wire(.closed), .wire(.refused), .closeFrame, .client(.setup): true
        default: false
        }
    }

    /// A connection ends with it, or is about to.
    var isEnd: Bool {
        switch kind {
        case .wire(.closed), .wire(.refused), .closeFrame: true
        default: false
        }
    }
}
