package import Filters
package import LiveProtocol
import Wording

/// Places that were found, as `livetop grep` prints them.
package struct SearchReport {
    /// A text in which something was found.
    package struct Hit {
        private(set) var session: SessionID
        private(set) var connection: ConnectionID
        /// The frame with which the text begins.
        private(set) var sequence: Int64
        /// Since the session's start; nil where nobody knows when its messages crossed.
        private(set) var offset: Duration?
        /// Nil where nobody knows at what time of which day that was.
        private(set) var at: Timestamp?
        /// What the text is, such as `user` or `tool`.
        private(set) var kind: String
        private(set) var text: String

        package init(
            session: SessionID, connection: ConnectionID, sequence: Int64, offset: Duration?, at: Timestamp?,
            kind: String, text: String
        ) {
            (self.session, self.connection, self.sequence) = (session, connection, sequence)
            (self.offset, self.at, self.kind, self.text) = (offset, at, kind, text)
        }
    }

    private let test: TextTest
    private let hits: [Hit]

    /// Characters in front of the place and behind it.
    private static let before = 30
    private static let length = 100

    package init(_ hits: [Hit], of test: TextTest) { (self.hits, self.test) = (hits, test) }

    package var isEmpty: Bool { hits.isEmpty }

    package var lines: [String] {
        hits.map { hit in
            [
                hit.session.description, hit.offset.map { Format.position($0) } ?? Format.unknown,
                Columns.left(hit.kind, width: 7), excerpt(hit.text),
            ].joined(separator: "  ")
        }
    }

    /// `livetop.hit/1`: `t` counts seconds from the session's start.
    package var jsonLines: [String] {
        hits.map { hit in
            JSONValue.object([
                ("schema", .string("livetop.hit/1")), ("session", .string(hit.session.description)),
                ("connection", .string(hit.connection.description)), ("seq", .integer(hit.sequence)),
                ("t", .number(hit.offset?.seconds)), ("wall", .time(hit.at)),
                ("kind", .string(hit.kind)), ("text", .string(hit.text)),
            ]).text
        }
    }

    /// One line around the place that was found; of a pattern, whose place is not known, the beginning.
    private func excerpt(_ text: String) -> String {
        let line = ForeignText.clean(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        guard case .words(let words) = test, let place = line.place(of: words) else {
            return cut(line, from: line.startIndex)
        }
        return cut(line, from: line.index(place, offsetBy: -Self.before, limitedBy: line.startIndex) ?? line.startIndex)
    }

    private func cut(_ line: String, from start: String.Index) -> String {
        let part = line[start...].prefix(Self.length)
        return (start == line.startIndex ? "" : "…") + part + (part.endIndex == line.endIndex ? "" : "…")
    }
}

extension String {
    /// Where `words` begin, whatever their case; nil where they are not.
    fileprivate func place(of words: String) -> Index? {
        let wanted = words.map { $0.lowercased() }
        guard let first = wanted.first else { return nil }
        return indices.first { start in
            guard self[start].lowercased() == first else { return false }
            let found = self[start...].prefix(wanted.count)
            return found.count == wanted.count && zip(found, wanted).allSatisfy { $0.lowercased() == $1 }
        }
    }
}
