public import Listening
public import LiveProtocol

/// Makes the events of one session anonymous, one after the other: who called, and what was said, is gone; when, how loud,
/// how long and how it ended stays. What came in comes out, in the same number and order.
///
/// A message in fragments is rewritten once it is complete; until then its events, and all behind them, wait.
public struct Anonymiser {
    private let pseudonyms: Pseudonyms
    private let layout: AudioLayout?
    private var words: WordScrambler
    private var lanes: [ConnectionID: Lanes] = [:]
    /// Events that wait, the oldest first. Those of an unfinished message among them are known by their index.
    private var waiting: [WireEvent] = []

    private struct Lanes {
        var up: Lane
        var down = Lane(sound: SoundScrambler())
    }

    /// One direction of a connection.
    private struct Lane {
        var sound: SoundScrambler
        /// Places in `waiting` of the frames of the message that is not complete.
        var fragments: [Int] = []
        var lastSoundAt: Timestamp?
    }

    /// - Parameter layout: what the client's sound turned out to be.
    public init(_ pseudonyms: Pseudonyms, layout: AudioLayout?) {
        (self.pseudonyms, self.layout) = (pseudonyms, layout)
        words = WordScrambler(pseudonyms: pseudonyms)
    }

    /// The events that are ready, up to `event` where nothing is incomplete.
    public mutating func append(_ event: WireEvent) -> [WireEvent] {
        switch event.kind {
        case .frame(let direction, let frame): append(frame.unmasked(), direction, of: event)
        case .closed:
            giveUp(event.connection)
            waiting.append(scrambled(event))
        default: waiting.append(scrambled(event))
        }
        let isWaiting = lanes.values.contains { !$0.up.fragments.isEmpty || !$0.down.fragments.isEmpty }
        return isWaiting && waiting.count < Self.patience ? [] : finish()
    }

    /// What is left when there are no more events.
    public mutating func finish() -> [WireEvent] {
        for connection in lanes.keys { giveUp(connection) }
        defer { waiting = [] }
        return waiting
    }

    /// Events that wait for the end of a message.
    private static let patience = 4_096

    // MARK: Frames

    private mutating func append(_ frame: Frame, _ direction: Direction, of event: WireEvent) {
        var event = event
        guard !frame.opcode.isControl else {
            event.kind = .frame(direction, control(frame, direction))
            return waiting.append(event)
        }
        event.kind = .frame(direction, frame)
        waiting.append(event)
        var lanes = lanes[event.connection] ?? Lanes(up: Lane(sound: SoundScrambler(layout)))
        let side = direction == .clientToServer ? \Lanes.up : \Lanes.down
        if frame.opcode != .continuation { rewrite(&lanes[keyPath: side], direction) }
        lanes[keyPath: side].fragments.append(waiting.count - 1)
        if frame.isFinal { rewrite(&lanes[keyPath: side], direction) }
        self.lanes[event.connection] = lanes
    }

    /// The message that its frames make, or as much of it as came.
    private mutating func rewrite(_ lane: inout Lane, _ direction: Direction) {
        let places = lane.fragments
        lane.fragments = []
        let payload = places.reduce(into: [UInt8]()) { $0 += waiting[$1].payload ?? [] }
        guard !payload.isEmpty, let last = places.last else { return }
        let at = waiting[last].at
        if let before = lane.lastSoundAt, at - before >= .seconds(1) { lane.sound.restart() }
        lane.lastSoundAt = at
        var message = MessageScrambler(words, direction)
        var rest = message.scrambled(payload, &lane.sound)[...]
        words = message.words
        for place in places {
            let count = place == last ? rest.count : min(waiting[place].payload?.count ?? 0, rest.count)
            waiting[place].setPayload(Array(rest.prefix(count)), direction)
            rest = rest.dropFirst(count)
        }
    }

    private mutating func giveUp(_ connection: ConnectionID) {
        guard var lanes = lanes[connection] else { return }
        rewrite(&lanes.up, .clientToServer)
        rewrite(&lanes.down, .serverToClient)
        self.lanes[connection] = lanes
    }

    /// The reason of a close by the service stays; what an app says is its own.
    private func control(_ frame: Frame, _ direction: Direction) -> Frame {
        guard var payload = frame.payload else { return frame }
        var frame = frame
        let text = min(frame.opcode == .close ? 2 : 0, payload.count)..<payload.count
        if frame.opcode == .close, direction == .serverToClient {
            words.scrambleService(text, of: &payload)
        } else {
            words.scramble(text, of: &payload)
        }
        frame.payload = payload
        return frame
    }

    private func scrambled(_ event: WireEvent) -> WireEvent {
        var event = event
        event.kind = OpeningScrambler(words: words).scrambled(event.kind)
        return event
    }
}

extension WireEvent {
    fileprivate var payload: [UInt8]? {
        guard case .frame(_, let frame) = kind else { return nil }
        return frame.payload
    }

    fileprivate mutating func setPayload(_ payload: [UInt8], _ direction: Direction) {
        guard case .frame(_, var frame) = kind, frame.payload != nil else { return }
        frame.payload = payload
        kind = .frame(direction, frame)
    }
}
