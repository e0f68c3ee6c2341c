import Filters
import Foundation
import LiveProtocol
import SessionModel
import SessionStore
import Wording

/// Places that were found, as `livetop grep` prints them.
struct SearchReport {
    let test: TextTest
    let hits: [TextHit]
    let sessions: [SessionID: StoredSession]

    /// Characters in front of the place and behind it.
    private static let before = 30
    private static let length = 100

    var lines: [String] {
        hits.map { hit in
            let position = start(of: hit).map { Format.position(hit.at - $0) } ?? Format.unknown
            return [
                hit.session.description, position, Columns.left(hit.kind.rawValue, width: 7), excerpt(hit.text),
            ].joined(separator: "  ")
        }
    }

    /// `livetop.hit/1`: `t` counts seconds from the session's start.
    var jsonLines: [String] {
        hits.map { hit in
            JSONValue.object([
                ("schema", .string("livetop.hit/1")), ("session", .string(hit.session.description)),
                ("connection", .string(hit.connection.description)), ("seq", .integer(hit.sequence)),
                ("t", .number(start(of: hit).map { (hit.at - $0).seconds })), ("wall", .time(instant(of: hit))),
                ("kind", .string(hit.kind.rawValue)), ("text", .string(hit.text)),
            ]).text
        }
    }

    /// Nil where nobody knows when the session's messages crossed.
    private func start(of hit: TextHit) -> Timestamp? {
        guard let summary = sessions[hit.session]?.summary, summary.isTimed else { return nil }
        return summary.openedAt
    }

    private func instant(of hit: TextHit) -> Timestamp? {
        guard let summary = sessions[hit.session]?.summary else { return hit.at }
        return summary.isTimed && summary.isDated ? hit.at : nil
    }

    /// One line around the place that was found; of a pattern, whose place is not known, the beginning.
    private func excerpt(_ text: String) -> String {
        let line = ForeignText.clean(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        guard case .words(let words) = test, let place = line.range(of: words, options: .caseInsensitive) else {
            return cut(line, from: line.startIndex)
        }
        let start = line.index(place.lowerBound, offsetBy: -Self.before, limitedBy: line.startIndex)
        return cut(line, from: start ?? line.startIndex)
    }

    private func cut(_ line: String, from start: String.Index) -> String {
        let part = line[start...].prefix(Self.length)
        return (start == line.startIndex ? "" : "…") + part + (part.endIndex == line.endIndex ? "" : "…")
    }
}
