import Foundation
import LiveProtocol
import SessionModel
import SessionStore
import TerminalUI

/// The sessions of a database as `livetop ls` prints them.
struct SessionList {
    /// Newest last, as a terminal scrolls.
    private let rows: [SessionSummary]
    private let origins: [SessionID: SessionID]
    private let now: Timestamp

    /// Reads the database of `folder`: all sessions or those with `tag` that fit `filter`; of these the newest `limit`.
    init(ofFolder folder: URL, tag: String? = nil, limit: Int? = nil, filter: Filter? = nil) throws {
        let database = try SessionDatabase.open(in: folder, readOnly: true)
        let sessions = try SessionIndex(database).sessions(tag: tag, limit: filter == nil ? limit ?? .max : .max)
        // Without a proxy on the folder, a connection that has no end ended with the process that recorded it.
        let isRecording = FolderLock.isHeld(folder)
        let now = Timestamp.wallClock
        let summaries = sessions.map { session in
            var summary = session.summary
            if !isRecording || !session.hasOpenConnection { summary.activity = .closed }
            return summary
        }
        let found = try TextSearch(folder: folder).sessions(for: filter)
        let fitting = summaries.filter { summary in
            filter?.matches(FilteredSession(summary, at: now, found: found[summary.id] ?? [])) ?? true
        }
        origins = sessions.reduce(into: [:]) { $0[$1.summary.id] = $1.origin }
        rows = fitting.prefix(limit ?? .max).reversed()
        self.now = now
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
            ("openedAt", .time(row.openedAt)),
            ("closedAt", .time(row.closedAt)),
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
            // Findings come with diagnosis; until then nobody has looked.
            ("findings", .null),
        ])
    }

    /// Nil for a session whose end nobody saw.
    private func age(of row: SessionSummary) -> Duration? {
        if let closedAt = row.closedAt { return closedAt - row.openedAt }
        return row.activity == .closed ? nil : now - row.openedAt
    }

    /// A table for people.
    var text: String {
        guard !rows.isEmpty else { return "No session has been recorded here yet." }
        let header = ["SESSION", "OPENED", "LASTED", "STATE", "MODEL", "TAG", "TURNS", "TOKENS", "FRAMES", "CLOSED BY"]
        return TextTable(
            header: header, rightAligned: [2, 6, 7, 8],
            rows: rows.map { row in
                [
                    row.id.description,
                    String(row.openedAt.rfc3339.prefix(19).map { $0 == "T" ? " " : $0 }),
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
        ).text
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
