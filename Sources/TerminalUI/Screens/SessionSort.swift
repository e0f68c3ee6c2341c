import Diagnosis
import LiveProtocol
import SessionModel

/// The order of the Sessions screen.
struct SessionSort: Hashable, Sendable {
    /// nil: worst first.
    var column: SessionColumn.ID?
    var isReversed = false

    /// The sessions in order. Equal ones keep the order in which they opened, so that rows move only when something
    /// happens, not because a clock ticks.
    func sorted(
        _ sessions: [SessionSummary], at now: Timestamp, findings: [SessionID: [Finding]] = [:]
    ) -> [SessionSummary] {
        let facts = SessionColumn.Facts(now: now, findings: findings)
        guard let column = column.flatMap(SessionColumn.named) else { return worstFirst(sessions, facts) }
        // By index: thousands of sessions are not to be moved about while they are compared.
        let opened = sessions.indices.sorted { sessions[$0].id < sessions[$1].id }
        let keys = opened.map { column.key(sessions[$0], facts) }
        let ordered = keys.indices.sorted { precedes(keys[$0], keys[$1]) ?? ($0 < $1) }
        return ordered.map { sessions[opened[$0]] }
    }

    /// Within one concern the open sessions stand in order of opening, the closed ones last closed first.
    private func worstFirst(_ sessions: [SessionSummary], _ facts: SessionColumn.Facts) -> [SessionSummary] {
        let keys = sessions.indices.map { index in
            (
                concern: Concern(sessions[index], at: facts.now, findings: facts.findings[sessions[index].id]),
                end: sessions[index].closedAt, id: sessions[index].id, index: index
            )
        }
        let ordered = keys.sorted { left, right in
            if left.concern != right.concern { return left.concern < right.concern }
            if let leftEnd = left.end, let rightEnd = right.end, leftEnd != rightEnd { return leftEnd > rightEnd }
            return left.id < right.id
        }.map { sessions[$0.index] }
        return isReversed ? ordered.reversed() : ordered
    }

    /// nil when equal. Unknown comes last in either direction.
    private func precedes(_ left: SortKey, _ right: SortKey) -> Bool? {
        switch (left, right) {
        case (.unknown, .unknown): nil
        case (.unknown, _): false
        case (_, .unknown): true
        case (.number(let left), .number(let right)): left == right ? nil : (left > right) != isReversed
        case (.text(let left), .text(let right)): left == right ? nil : (left < right) != isReversed
        case (.number, .text): true
        case (.text, .number): false
        }
    }
}

extension SessionSort {
    /// As `:sort` knows them.
    static let names = ["worst"] + SessionColumn.all.filter { $0.id != .mark }.map(\.id.rawValue)

    init?(named name: String) {
        guard Self.names.contains(name) else { return nil }
        self.init(column: SessionColumn.ID(rawValue: name))
    }
}

/// What a column sorts by: numbers greatest first, texts in alphabetical order.
enum SortKey: Hashable {
    case number(Double)
    case text(String)
    case unknown

    init(_ number: Double?) { self = number.map { .number($0) } ?? .unknown }

    init(_ text: String?) { self = text.map { .text($0) } ?? .unknown }
}
