public import LiveProtocol
public import SessionModel

/// A recorded session at any instant: the state that its events up to then lead to, which is what was seen live.
///
/// Reading it once keeps checkpoints, a bounded number of them. Going to an instant folds on from the nearest one
/// before it, so that it takes no longer in a long session than in a short one.
public struct Replay: Sendable {
    public let session: SessionID
    public private(set) var outline = ReplayOutline()
    /// The sessions as of `index`: this one, and for a moment connections that have not said yet that they continue it.
    public private(set) var folding: Folding
    /// Events passed.
    public private(set) var index = 0
    /// The last event passed; nil at the beginning.
    public private(set) var last: WireEvent?

    /// The latest instant among the events passed: clocks of two connections may differ by a little.
    private var latest: Timestamp?

    private let recording: Recording
    /// Before the first event.
    private let beginning: Folding
    private var events: StoredEvents
    /// Read and not yet passed.
    private var next: WireEvent?
    private var checkpoints: Checkpoints

    /// Memory of a checkpoint is that of a session's state, some hundred kilobytes.
    public static let checkpointLimit = 128
    public static let checkpointDistance = 512

    /// At the beginning of `session`.
    ///
    /// - Parameters:
    ///   - beginning: nothing folded yet, with the tables of models and prices that are in force; nil for what is built
    ///     in.
    ///   - limit: checkpoints that are kept at most.
    ///   - distance: events between two of them as long as there are few.
    public init(
        _ session: SessionID, in database: SessionDatabase, from beginning: Folding? = nil,
        limit: Int = checkpointLimit, distance: Int = checkpointDistance
    ) {
        self.session = session
        let beginning = beginning ?? Folding(Fleet(assigned: session))
        (self.beginning, folding) = (beginning, beginning)
        recording = Recording(database)
        events = recording.events(of: session)
        checkpoints = Checkpoints(limit: limit, distance: distance)
    }

    /// Reads the session from beginning to end: the place is then its end. To be done once, before anything else.
    ///
    /// - Parameter proceed: told from time to time how many events have been read; false ends the reading there.
    public mutating func read(proceed: (_ events: Int) -> Bool = { _ in true }) throws(DatabaseError) {
        while try readNext() {
            guard index % 1_000 != 0 || proceed(index) else { break }
        }
    }

    /// Reads one event further, for whoever wants to look at each; false at the end. `note` sees its facts.
    public mutating func readNext(note: (LiveEvent) -> Void = { _ in }) throws(DatabaseError) -> Bool {
        var isTurnOver = false
        let hasPassed = try pass { fact in
            isTurnOver = isTurnOver || fact.endsTurn
            note(fact)
        }
        if hasPassed, let last { outline.extend(to: last) }
        if isTurnOver || !hasPassed, let state { outline.add(state.turns) }
        return hasPassed
    }

    /// The session as of here; nil before its first event.
    public var state: SessionState? { folding.fleet[session] }

    /// Goes to `instant`: all events before the first that happened later have been passed.
    public mutating func seek(to instant: Timestamp) throws(DatabaseError) {
        if let latest, latest > instant { restore(checkpoints.nearest { $0.at <= instant }) }
        if let ahead = checkpoints.nearest({ $0.at <= instant }), ahead.index > index { restore(ahead) }
        while let event = try peek(), event.at <= instant { try pass() }
    }

    /// Goes by `count` frames, backwards if negative; to the beginning or end where there are fewer.
    public mutating func step(byFrames count: Int) throws(DatabaseError) {
        for _ in 0..<max(count, 0) { try stepForward() }
        for _ in 0..<max(-count, 0) { try stepBack() }
    }

    private mutating func stepForward() throws(DatabaseError) {
        repeat { guard try pass() else { return } } while !isAtFrame
    }

    /// The frame before the one passed last.
    private mutating func stepBack() throws(DatabaseError) {
        repeat { try seek(toIndex: index - 1) } while index > 0 && !isAtFrame
    }

    private var isAtFrame: Bool { if case .frame = last?.kind { true } else { false } }

    private mutating func seek(toIndex target: Int) throws(DatabaseError) {
        if target < index { restore(checkpoints.nearest { $0.index <= max(target, 0) }) }
        while index < target, try pass() {}
    }

    // MARK: Passing

    private mutating func peek() throws(DatabaseError) -> WireEvent? {
        if next == nil { next = try events.next() }
        return next
    }

    /// Takes in the next event. False at the end.
    @discardableResult
    private mutating func pass(note: (LiveEvent) -> Void = { _ in }) throws(DatabaseError) -> Bool {
        guard let event = try peek() else {
            folding.finish()
            return false
        }
        next = nil
        folding.apply(event, note: note)
        index += 1
        last = event
        let latest = max(latest ?? event.at, event.at)
        self.latest = latest
        if checkpoints.isDue(at: index) {
            checkpoints.append(
                Checkpoint(index: index, at: latest, last: event, position: events.position, folding: folding))
        }
        return true
    }

    private mutating func restore(_ checkpoint: Checkpoint?) {
        next = nil
        index = checkpoint?.index ?? 0
        last = checkpoint?.last
        latest = checkpoint?.at
        folding = checkpoint?.folding ?? beginning
        events = checkpoint.map { recording.events(of: session, from: $0.position) } ?? recording.events(of: session)
    }
}

extension LiveEvent {
    fileprivate var endsTurn: Bool {
        switch kind {
        case .server(.turnComplete), .wire(.closed): true
        default: false
        }
    }
}
