import LiveProtocol
import SessionModel

/// What one depth makes of a script: every event as it would be recorded, and the sessions folded from them.
struct Account {
    private(set) var events: [WireEvent] = []
    private(set) var fleet = Fleet()
    private(set) var assignments: [Fleet.Join] = []
    private(set) var messages: [Direction: [String]] = [:]
    private var lanes: [ConnectionID: (redactor: ConnectionRedactor, decoder: LiveDecoder)] = [:]

    /// A hash that is a hash only in that it is not the handle and equal handles stay equal.
    static let hash: HandleHash = { "h:" + String($0.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }, radix: 16) }

    /// An event from the relay: redacted, then folded.
    mutating func take(raw event: WireEvent) {
        let prepared = event.prepared(by: &lanes[event.connection, default: Self.lane(event.connection)].redactor)
        take(prepared)
    }

    /// An event as it is stored.
    mutating func take(_ event: WireEvent) {
        events.append(event)
        for fact in lanes[event.connection, default: Self.lane(event.connection)].decoder.decode(event) {
            if case .message(let direction, let digest) = fact.kind {
                messages[direction, default: []].append(digest.kinds.all.map(\.rawValue).joined(separator: "+"))
            }
            fleet.apply(fact)
        }
        assignments += fleet.takeJoins()
    }

    private static func lane(_ connection: ConnectionID) -> (redactor: ConnectionRedactor, decoder: LiveDecoder) {
        (ConnectionRedactor(hash: hash), LiveDecoder(connection: connection))
    }
}

/// What must be the same at every depth: everything but times, sizes on the wire of one's own closing, and names.
struct Facts: Equatable {
    var model: String?
    var turns: Int
    var interruptions: Int
    var usedTokens: Int64?
    var limitTokens: Int64?
    var calls: Int
    var closeCode: UInt16?
    var messages: [Direction: [String]]

    init?(_ account: Account) {
        guard let session = account.fleet.sessions.first, account.fleet.sessions.count == 1 else { return nil }
        let summary = session.summary(at: account.events.last?.at ?? session.openedAt)
        model = summary.model
        turns = summary.turns
        interruptions = summary.interruptions
        usedTokens = summary.usedTokens
        limitTokens = summary.limitTokens
        calls = account.messages[.serverToClient, default: []].count { $0.contains("toolCall") }
        closeCode = summary.closure?.code?.rawValue
        messages = account.messages
    }
}
