package import LiveProtocol
import Runtime

/// How a client took a fault: what follows from the connections of one drill. Unknown is nil.
package struct DrillFindings: Equatable, Sendable {
    package enum Handle: String, Sendable {
        case newest, older, none
        /// The client had been given none.
        case notGiven
    }

    /// What livetop did, in words, in order.
    package var injected: [String] = []
    package var connections = 0
    /// From the break (of goAway: from the announcement) to the next upgrade.
    package var reconnectedIn: Duration?
    /// What the connection behind the break was resumed with; nil without one.
    package var handle: Handle?
    /// The hole in the user's audio; nil where none was being sent.
    package var audioLost: Duration?
    /// What the user wrote and functions answered, and the service never got.
    package var messagesLost = 0
    /// What the service had got and was sent once more.
    package var sentTwice = 0
    /// Turns of the model that it said once more, word for word.
    package var askedTwice = 0
    /// Calls of functions that were neither answered nor cancelled.
    package var openToolCalls = 0
    /// The broken connection was ended by the client, in good order.
    package var survived = false

    /// - Parameter events: all that was recorded, in order.
    package init(_ events: [WireEvent]) {
        var legs: [DrillLeg] = []
        for event in events {
            if case .opened = event.kind {
                legs.append(DrillLeg(connection: event.connection, openedAt: event.at))
            }
            guard let index = legs.lastIndex(where: { $0.connection == event.connection }) else { continue }
            legs[index].take(event)
        }
        legs.sort { $0.openedAt < $1.openedAt }
        connections = legs.count
        injected = legs.flatMap { $0.faults.map(\.note.text) }
        guard let broken = legs.firstIndex(where: { !$0.faults.isEmpty }) else { return }
        judge(legs, broken: broken)
    }

    private mutating func judge(_ legs: [DrillLeg], broken: Int) {
        let leg = legs[broken]
        let later = legs[(broken + 1)...].filter { $0.upgradedAt != nil }
        if let breakAt = Self.breakAt(leg), let next = later.first, let upgradedAt = next.upgradedAt {
            reconnectedIn = max(upgradedAt - breakAt, .zero)
            handle = Self.handle(of: next, after: legs[...broken])
            audioLost = Self.audioLost(leg, next, at: breakAt)
        }
        survived = later.isEmpty && leg.closure?.by == .client && leg.closure?.code?.rawValue ?? 1000 == 1000
        let before = Set(legs[...broken].flatMap(\.said))
        sentTwice = later.flatMap(\.said).count { before.contains($0) }
        let again = Set(later.flatMap { $0.said + $0.unheard })
        messagesLost = legs.flatMap(\.unheard).count { !again.contains($0) }
        let turns = Set(legs[...broken].flatMap(\.turns).filter { !$0.isEmpty })
        askedTwice = later.flatMap(\.turns).count { turns.contains($0) }
        let answered = Set(legs.flatMap(\.answeredCalls))
        openToolCalls = legs.flatMap(\.openCalls).count { !answered.contains($0) }
    }

    /// When there was something to react to: the announcement of an end, the end itself, or else what was done.
    private static func breakAt(_ leg: DrillLeg) -> Timestamp? {
        let announced = leg.faults.first { $0.note.text.contains("goAway") }?.at
        let isEnded = leg.refusedAt != nil || leg.closure?.detail?.contains("injected") == true
        return announced ?? (isEnded ? leg.refusedAt ?? leg.closedAt : nil) ?? leg.faults.first?.at
    }

    private static func handle(of next: DrillLeg, after earlier: ArraySlice<DrillLeg>) -> Handle {
        let given = earlier.flatMap(\.handles)
        guard let resumed = next.resumedHandle else { return given.isEmpty ? .notGiven : .none }
        return given.last == resumed ? .newest : .older
    }

    /// From the last that was heard to the first on the new connection, where the user was being heard at the break.
    private static func audioLost(_ leg: DrillLeg, _ next: DrillLeg, at breakAt: Timestamp) -> Duration? {
        guard let last = leg.lastAudioAt, breakAt - last < .seconds(1), let first = next.firstAudioAt else {
            return nil
        }
        return max(first - last, .zero)
    }
}
