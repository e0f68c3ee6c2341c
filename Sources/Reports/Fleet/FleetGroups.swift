package import LiveProtocol
package import SessionModel
import Wording

/// What many sessions did, in a line for each that has something in common: what their lines in the list tell.
package struct FleetGroups {
    /// What they have in common.
    package enum Key: String, CaseIterable, Sendable {
        case tag, model, client, day, node
    }

    fileprivate struct Group {
        var sessions = 0
        var open = 0
        var refused = 0
        var turns = 0
        var interruptions = 0
        var frames: Int64 = 0
        /// Nil while nobody has reported any.
        var tokens: Int64?
        /// Of the sessions whose prices are known.
        var cost: Double?
        var lasted: Duration = .zero
        /// The slowest of their 95th percentiles, and how it came about.
        var slowest: Duration?
        var exactness: Exactness?
    }

    private let key: Key
    private var groups: [String: Group] = [:]

    /// - Parameters:
    ///   - clients: what the clients of each session called themselves.
    ///   - nodes: where each was recorded, for those of a central store.
    package init(
        _ sessions: [SessionSummary], by key: Key, clients: [SessionID: [String]], nodes: [SessionID: String]
    ) {
        self.key = key
        for session in sessions {
            let name: String? =
                switch key {
                case .tag: session.tag
                case .model: session.model.map(ModelTable.bareID)
                case .client: clients[session.id]?.first
                case .day: session.knownOpening.map { String($0.rfc3339.prefix(10)) }
                case .node: nodes[session.id]
                }
            groups[name ?? Format.unknown, default: Group()].add(session)
        }
    }

    private var sorted: [(name: String, group: Group)] {
        groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Stable: other programs rely on these keys. Unknown is null, never 0.
    package var json: JSONValue {
        .object([
            ("schema", "livetop.groups/1"), ("by", .string(key.rawValue)),
            ("groups", .array(sorted.map { document($0.name, $0.group) })),
        ])
    }

    private func document(_ name: String, _ group: Group) -> JSONValue {
        .object([
            ("name", name == Format.unknown ? .null : .string(name)), ("sessions", .integer(group.sessions)),
            ("openSessions", .integer(group.open)), ("refusedSessions", .integer(group.refused)),
            ("turns", .integer(group.turns)), ("interruptions", .integer(group.interruptions)),
            ("frames", .integer(group.frames)), ("billedTokens", .integer(group.tokens)),
            ("costUsd", .number(group.cost)), ("seconds", .number(group.lasted.seconds)),
            ("slowestResponseP95Ms", .number(group.slowest?.milliseconds)),
        ])
    }

    package var text: String {
        guard !groups.isEmpty else { return "No session of that kind has been recorded here." }
        return TextTable(
            header: [
                key.rawValue.uppercased(), "SESSIONS", "OPEN", "REFUSED", "LASTED", "TURNS", "INTERRUPTED", "FRAMES",
                "TOKENS", "COST", "SLOWEST P95",
            ],
            rightAligned: Set(1...10), rows: sorted.map { cells($0.name, $0.group) }
        ).text
    }

    private func cells(_ name: String, _ group: Group) -> [String] {
        [
            ForeignText.clean(name), String(group.sessions), String(group.open), String(group.refused),
            Format.clock(group.lasted), String(group.turns), String(group.interruptions), Format.count(group.frames),
            Format.quantity(group.tokens), group.cost.map { "$" + Format.fixed($0, 4) } ?? Format.unknown,
            group.slowest.map { (group.exactness?.mark ?? "") + Words.milliseconds($0) } ?? Format.unknown,
        ]
    }
}

extension FleetGroups.Group {
    fileprivate mutating func add(_ session: SessionSummary) {
        sessions += 1
        open += session.activity == .closed ? 0 : 1
        refused += session.refusal == nil ? 0 : 1
        turns.addClamped(session.turns)
        interruptions.addClamped(session.interruptions)
        frames.addClamped(session.frames)
        if let billed = session.billedTokens { tokens = (tokens ?? 0).addingClamped(billed) }
        if let price = session.cost { cost = (cost ?? 0) + price }
        if let length = session.length { lasted += length }
        if let length = session.responseP95, slowest.map({ $0 < length }) ?? true {
            (slowest, exactness) = (length, session.responseAnchor?.exactness)
        }
    }
}
