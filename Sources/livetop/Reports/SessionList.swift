import Diagnosis
import Filters
import Foundation
import LiveProtocol
import SessionModel
import SessionStore
import Wording

/// The sessions of a database as `livetop ls` prints them.
struct SessionList {
    /// Newest last, as a terminal scrolls.
    private let rows: [SessionSummary]
    private let origins: [SessionID: SessionID]
    private let now: Timestamp
    /// What is wrong with each; nil where nobody has looked.
    private let findings: [SessionID: [Finding]]?
    /// Some are left out because they do not fit.
    private let leavesOut: Bool

    /// Reads the database of `folder`: all sessions or those with `tag` that fit `filter`; of these the newest `limit`.
    ///
    /// - Parameter findings: opens each of them and lets the rules look at it.
    init(
        ofFolder folder: URL, tag: String? = nil, limit: Int? = nil, filter: Filter? = nil, findings: Bool = false
    ) throws {
        let database = try SessionDatabase.open(in: folder, readOnly: true)
        let sessions = try SessionIndex(database).sessions(tag: tag, limit: filter == nil ? limit ?? .max : .max)
        // Without a proxy on the folder, a connection that has no end ended with the process that recorded it.
        let isRecording = FolderLock.isHeld(folder)
        let now = Timestamp.wallClock
        let standing = sessions.map { session in
            var session = session
            if !isRecording || !session.hasOpenConnection { session.summary.activity = .closed }
            return session
        }
        let fitting = try FittingSessions(
            filter: filter ?? .everything, folder: folder, database: database, isRecording: isRecording, now: now
        ).among(standing)
        origins = sessions.reduce(into: [:]) { $0[$1.summary.id] = $1.origin }
        rows = fitting.prefix(limit ?? .max).map(\.summary).reversed()
        leavesOut = tag != nil || filter != nil
        self.now = now
        let listed = Set(rows.map(\.id))
        let wanted = findings ? sessions.filter { listed.contains($0.summary.id) } : nil
        self.findings = try wanted.map {
            try SessionLook.looks(into: $0, database, isRecording: isRecording).mapValues(\.findings)
        }
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
            ("findings", findings?[row.id].map(count) ?? .null),
        ])
    }

    private func count(_ findings: [Finding]) -> JSONValue {
        .object([
            ("errors", .integer(findings.count { $0.severity == .error })),
            ("warnings", .integer(findings.count { $0.severity == .warning })),
            ("infos", .integer(findings.count { $0.severity == .info })),
            ("worst", .string(findings.first?.rule.rawValue)),
        ])
    }

    /// `unexpected-drop +2`: the worst, and how many more errors and warnings there are.
    private func words(_ findings: [Finding]?) -> String {
        guard let findings else { return Format.unknown }
        let bad = findings.filter { $0.severity >= .warning }
        guard let worst = bad.first else { return "none" }
        return worst.rule.rawValue + (bad.count > 1 ? " +\(bad.count - 1)" : "")
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
            header: header + (findings == nil ? [] : ["FINDINGS"]), rightAligned: [2, 6, 7, 8],
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
                ] + (findings.map { [words($0[row.id])] } ?? [])
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
