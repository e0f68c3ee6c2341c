import Diagnosis
import Filters
import LiveProtocol
import Recordings
import SessionModel
import SessionStore
import Wording

/// The sessions of a database as `livetop ls` prints them.
struct SessionList {
    /// Newest last, as a terminal scrolls.
    private let rows: [SessionSummary]
    private let origins: [SessionID: SessionID]
    private let now: Timestamp
    /// What the rules say about each; nil where nobody has asked them.
    private let results: [SessionID: DiagnosisResult]?
    /// Some are left out because they do not fit.
    private let leavesOut: Bool

    /// All sessions or those with `tag` that fit `filter`; of these the newest `limit`.
    ///
    /// - Parameter findings: opens each of them and lets the rules look at it.
    init(
        _ recordings: Recordings, tag: String? = nil, limit: Int? = nil, filter: Filter? = nil, findings: Bool = false
    ) throws {
        let sessions = try recordings.sessions(tag: tag, limit: filter == nil ? limit ?? .max : .max)
        let now = Timestamp.wallClock
        let fitting = try FittingSessions(filter: filter ?? .everything, recordings: recordings, now: now).among(
            sessions)
        origins = sessions.reduce(into: [:]) { $0[$1.summary.id] = $1.origin }
        rows = fitting.prefix(limit ?? .max).map(\.summary).reversed()
        leavesOut = tag != nil || filter != nil
        self.now = now
        results = findings ? try Self.results(of: rows.map(\.id), recordings) : nil
    }

    private static func results(
        of sessions: [SessionID], _ recordings: Recordings
    ) throws -> [SessionID: DiagnosisResult] {
        var diagnoser = SessionDiagnoser(recordings)
        var results: [SessionID: DiagnosisResult] = [:]
        for id in sessions {
            guard let opened = try recordings.openIfRecorded(id) else { continue }
            results[id] = try diagnoser.diagnose(opened).result
        }
        return results
    }

    /// Stable: other programs rely on these keys. Unknown is null, never 0.
    var json: JSONValue {
        .object([
            ("schema", .string("livetop.sessions/1")),
            ("sessions", .array(rows.map(object))),
        ])
    }

    private func object(_ row: SessionSummary) -> JSONValue {
        .object([
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
            ("origin", .string(origins[row.id]?.description)),
            ("findings", results?[row.id].map(count) ?? .null),
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
    var text: String {
        guard !rows.isEmpty else { return leavesOut ? "No session fits." : "No session has been recorded here yet." }
        let header = ["SESSION", "OPENED", "LASTED", "STATE", "MODEL", "TAG", "TURNS", "TOKENS", "FRAMES", "CLOSED BY"]
        return TextTable(
            header: header + (results == nil ? [] : ["FINDINGS"]), rightAligned: [2, 6, 7, 8],
            rows: rows.map { row in
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
                ] + (results.map { [words($0[row.id])] } ?? [])
            }
        ).text
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
