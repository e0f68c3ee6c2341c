import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots

/// The rows of the Sessions screen: calls that run, below them those that are over, repeats of one failure in one row.
struct SessionArrangement: Sendable {
    struct Row: Sendable {
        var session: SessionSummary
        /// Calls that the row stands for.
        var count = 1
        var shape = Shape.single

        enum Shape: Hashable, Sendable {
            case single
            /// The newest of some repeats, the others hidden below it, or shown.
            case folded, unfolded
            /// One of the others.
            case member
        }
    }

    private(set) var rows: [Row] = []
    /// Rows of calls that run: the first ones.
    private(set) var runningCount = 0
    /// Of each row, in their order.
    private(set) var keys: [SessionID] = []
    /// Calls that are over, those that are folded away included.
    private(set) var endedCount = 0

    var hasEnded: Bool { rows.count > runningCount }

    /// - Parameters:
    ///   - running: in their order.
    ///   - ended: in their order.
    ///   - unfolded: failures whose repeats are shown.
    init(
        running: [SessionSummary] = [], ended: [SessionSummary] = [], findings: [SessionID: [Finding]] = [:],
        unfolded: Set<SessionFailure> = []
    ) {
        rows = running.map { Row(session: $0) } + Self.folded(ended, findings, unfolded)
        runningCount = running.count
        endedCount = ended.count
        keys = rows.map(\.session.id)
    }

    /// The same with the running calls of now.
    func replacing(running: [SessionSummary]) -> SessionArrangement {
        // Nothing to replace, and thousands of rows that would be copied for it.
        if running.isEmpty, runningCount == 0 { return self }
        var copy = self
        copy.rows.replaceSubrange(..<runningCount, with: running.map { Row(session: $0) })
        copy.keys.replaceSubrange(..<runningCount, with: running.map(\.id))
        copy.runningCount = running.count
        return copy
    }

    /// The row of a call, also where that is folded away below a repeat; nil where it is not in the list.
    func key(of id: SessionID, in snapshot: FleetSnapshot) -> SessionID? {
        if keys.contains(id) { return id }
        guard let session = snapshot.summary(of: id), let failure = SessionFailure(session, snapshot.findings[id])
        else { return nil }
        return rows.first { row in
            row.shape == .folded && SessionFailure(row.session, snapshot.findings[row.session.id]) == failure
        }?.session.id
    }

    /// Where a failure stands first, its repeats stand too: the newest of them in front.
    private static func folded(
        _ ended: [SessionSummary], _ findings: [SessionID: [Finding]], _ unfolded: Set<SessionFailure>
    ) -> [Row] {
        var repeats: [SessionFailure: [Int]] = [:]
        let failures = ended.indices.map { index -> SessionFailure? in
            let failure = SessionFailure(ended[index], findings[ended[index].id])
            if let failure { repeats[failure, default: []].append(index) }
            return failure
        }
        var rows: [Row] = []
        for index in ended.indices {
            guard let failure = failures[index], let all = repeats[failure], all.count > 1 else {
                rows.append(Row(session: ended[index]))
                continue
            }
            guard all.first == index else { continue }
            let newest = all.max { ended[$0].order < ended[$1].order } ?? index
            let isShown = unfolded.contains(failure)
            rows.append(Row(session: ended[newest], count: all.count, shape: isShown ? .unfolded : .folded))
            guard isShown else { continue }
            rows += all.filter { $0 != newest }.map { Row(session: ended[$0], shape: .member) }
        }
        return rows
    }
}

/// What makes two calls that failed the same failure: who called whom, how it ended, what is wrong.
struct SessionFailure: Hashable, Sendable {
    private let tag: String?
    private let model: String?
    private let by: Party?
    private let code: UInt16?
    private let reason: String?
    private let status: Int?
    private let finding: RuleID?

    /// Nil for a call that ended as calls should.
    init?(_ session: SessionSummary, _ findings: [Finding]?) {
        let worst = findings?.indices.first { index in
            findings?[index].severity == .error && findings?[index].confidence == .high
        }
        guard session.endedBadly || worst != nil else { return nil }
        (tag, model) = (session.tag, session.model)
        by = session.refusal?.by ?? session.closure?.by
        code = session.closure?.code?.rawValue
        reason = session.refusal?.reason ?? session.closure?.reason ?? session.closure?.detail
        status = session.refusal?.status
        finding = worst.flatMap { findings?[$0].rule }
    }
}

extension SessionSummary {
    /// Later ends are greater; of the same instant, later calls.
    fileprivate var order: (Int64, SessionID) { ((closedAt ?? openedAt).nanoseconds, id) }
}
