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

        package init(
            _ summary: SessionSummary, origin: SessionID? = nil, node: String? = nil, result: DiagnosisResult? = nil
        ) {
            (self.summary, self.origin, self.node, self.result) = (summary, origin, node, result)
        }
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

    /// `unexpected-drop +2`: the worst, and how many more errors and warnings there are.
    private func words(_ result: DiagnosisResult?) -> String {
        guard let result else { return Format.unknown }
        let bad = result.findings.filter { $0.severity >= .warning }
        let muted = result.mutedFindings > 0 ? ", \(result.mutedFindings) muted" : ""
        guard let worst = bad.first else { return "none" + muted }
        return worst.rule.rawValue + (bad.count > 1 ? " +\(bad.count - 1)" : "") + muted
    }

    /// Nil for a session whose end nobody saw.
    private func age(of row: SessionSummary) -> Duration? {
        if row.closedAt != nil || !row.isTimed { return row.length }
        return row.activity == .closed ? nil : now - row.openedAt
    }

    /// A table for people.
    package var text: String {
        guard !rows.isEmpty else { return leavesOut ? "No session fits." : "No session has been recorded here yet." }
        let header = ["SESSION", "OPENED", "LASTED", "STATE", "MODEL", "TAG", "TURNS", "TOKENS", "FRAMES", "CLOSED BY"]
        let hasNodes = rows.contains { $0.node != nil }
        return TextTable(
            header: header + (hasNodes ? ["NODE"] : []) + (hasFindings ? ["FINDINGS"] : []),
            rightAligned: [2, 6, 7, 8],
            rows: rows.map { row in
                cells(of: row.summary) + (hasNodes ? [row.node ?? Format.unknown] : [])
                    + (hasFindings ? [words(row.result)] : [])
            }
        ).text
    }

    private func cells(of row: SessionSummary) -> [String] {
        [
            row.id.description,
            opening(of: row),
            Format.clock(age(of: row)),
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
        return [closure.by.rawValue, closure.code.map { String($0.rawValue) }].compactMap(\.self).joined(separator: " ")
    }
}
