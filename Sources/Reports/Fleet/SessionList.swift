package import Diagnosis
package import LiveProtocol
package import SessionModel
import Wording

/// Recorded sessions as `livetop ls` prints them.
package struct SessionList {
    /// One session.
    package struct Row {
        private(set) var summary: SessionSummary
        /// The session that it was sent again from; nil for any other.
        private(set) var origin: SessionID?
        /// Which data folder it was recorded in; nil for this one.
        private(set) var node: String?
        /// What the rules say about it; nil where nobody has asked them, or nothing is recorded of it.
        private(set) var result: DiagnosisResult?
        /// What was found while it was recorded; nil where nobody knows. For people: programs ask for findings.
        private(set) var recorded: [Finding]?

        package init(
            _ summary: SessionSummary, origin: SessionID? = nil, node: String? = nil, result: DiagnosisResult? = nil,
            recorded: [Finding]? = nil
        ) {
            (self.summary, self.origin, self.node) = (summary, origin, node)
            (self.result, self.recorded) = (result, recorded)
        }

        /// The most that is known of its findings.
        fileprivate var found: DiagnosisResult? { result ?? recorded.map { DiagnosisResult(findings: $0) } }
    }

    /// Newest last, as a terminal scrolls.
    private let rows: [Row]
    private let now: Timestamp
    private let hasFindings: Bool
    private let leavesOut: Bool

    /// - Parameters:
    ///   - rows: newest last.
    ///   - now: for the ages of what is still open.
    ///   - hasFindings: the rules were asked.
    ///   - leavesOut: some are left out because they do not fit.
    package init(_ rows: [Row], at now: Timestamp, hasFindings: Bool = false, leavesOut: Bool = false) {
        (self.rows, self.now, self.hasFindings, self.leavesOut) = (rows, now, hasFindings, leavesOut)
    }

    /// Stable: other programs rely on these keys. Unknown is null, never 0.
    package var json: JSONValue {
        .object([
            ("schema", .string("livetop.sessions/1")),
            ("sessions", .array(rows.map(object))),
        ])
    }

    private func object(_ entry: Row) -> JSONValue {
        let row = entry.summary
        // Only a central store has nodes.
        let node = entry.node.map { [("node", JSONValue.string($0))] } ?? []
        return .object(
            node + [
                ("id", .string(row.id.description)),
                ("tag", .string(row.tag)),
                ("model", .string(row.model)),
                ("state", .string(row.activity.rawValue)),
                ("openedAt", .time(row.knownOpening)),
                ("closedAt", .time(row.knownEnd)),
                ("ageSeconds", .number(age(of: row)?.seconds)),
                ("connections", .integer(row.connections)),
                ("frames", .integer(row.frames)),
                ("bytesUp", .integer(row.bytesUp)),
                ("bytesDown", .integer(row.bytesDown)),
                ("usedTokens", .integer(row.usedTokens)),
                ("limitTokens", .integer(row.limitTokens)),
                ("closeBy", .string(row.closure?.by.rawValue)),
                ("closeCode", .integer(row.closure?.code.map { Int64($0.rawValue) })),
                // The session that it was sent again from.
                ("origin", .string(entry.origin?.description)),
                ("findings", entry.result.map(count) ?? .null),
            ])
    }

    private func count(_ result: DiagnosisResult) -> JSONValue {
        let findings = result.findings
        return .object([
            ("errors", .integer(findings.count { $0.severity == .error })),
            ("warnings", .integer(findings.count { $0.severity == .warning })),
            ("infos", .integer(findings.count { $0.severity == .info })),
            ("worst", .string(findings.first?.rule.rawValue)),
            // How many more there would be without `[rules] muted`.
            ("muted", .integer(result.mutedFindings)),
        ])
    }

    /// `unexpected-drop +2`: the worst, and how many more errors and warnings there are; `prompt-hygiene (info) +1` where there
    /// is nothing worse.
    private func words(_ result: DiagnosisResult?) -> String {
        guard let result else { return Format.unknown }
        let muted = result.mutedFindings > 0 ? ", \(result.mutedFindings) muted" : ""
        guard let worst = result.findings.first else { return "none" + muted }
        let kind = worst.severity == .info ? " (info)" : ""
        let others = result.findings.count { $0.severity >= min(worst.severity, .warning) } - 1
        return worst.rule.rawValue + kind + (others > 0 ? " +\(others)" : "") + muted
    }

    /// Nil for a session whose end nobody saw.
    private func age(of row: SessionSummary) -> Duration? {
        if row.closedAt != nil || !row.isTimed { return row.length }
        return row.activity == .closed ? nil : now - row.openedAt
    }

    /// A table for people.
    package var text: String { text(within: nil) }

    /// The same in at most so many columns, as far as that goes; nil for all.
    package func text(within columns: Int?) -> String {
        guard !rows.isEmpty else { return leavesOut ? "No session fits." : "No session has been recorded here yet." }
        let header = ["SESSION", "OPENED", "LASTED", "STATE", "MODEL", "TAG", "TURNS", "TOKENS", "FRAMES", "CLOSED BY"]
        let hasNodes = rows.contains { $0.node != nil }
        let hasFindings = hasFindings || rows.contains { $0.recorded != nil }
        return TextTable(
            header: header + (hasNodes ? ["NODE"] : []) + (hasFindings ? ["FINDINGS"] : []),
            rightAligned: [2, 6, 7, 8],
            rows: rows.map { row in
                cells(of: row.summary) + (hasNodes ? [row.node ?? Format.unknown] : [])
                    + (hasFindings ? [words(row.found)] : [])
            }
        ).text(
            within: columns, shortened: ["MODEL", "TAG", "FINDINGS"],
            dropped: ["FRAMES", "TOKENS", "TURNS", "STATE", "OPENED", "MODEL"])
    }

    private func cells(of row: SessionSummary) -> [String] {
        [
            row.id.description,
            opening(of: row),
            Format.length(age(of: row)),
            row.activity.rawValue,
            row.model ?? Format.unknown,
            row.tag ?? Format.unknown,
            String(row.turns),
            tokens(of: row),
            Format.count(row.frames),
            ending(of: row),
        ]
    }

    private func opening(of row: SessionSummary) -> String {
        row.knownOpening?.dateAndTime ?? Format.unknown
    }

    private func tokens(of row: SessionSummary) -> String {
        let limit = row.limitTokens.map { (row.isLimitAssumed ? "~" : "") + Format.limit($0) } ?? Format.unknown
        return Format.quantity(row.usedTokens) + "/" + limit
    }

    private func ending(of row: SessionSummary) -> String {
        if let refusal = row.refusal { return "refused \(refusal.status)" }
        guard let closure = row.closure else { return Format.unknown }
        return [Format.party(closure.by), closure.code.map { String($0.rawValue) }].compactMap(\.self).joined(
            separator: " ")
    }
}
