import Foundation
import LiveProtocol
import Runtime
import SessionModel
import TOMLKit

/// A table of models: `dated`, then `[[model]]` entries with an exact `id` and `[[family]]` entries with what ids
/// contain. A mistake in it is an error with path and line.
struct CatalogueFile {
    let path: String
    private let table: TOMLTable
    private let lines: [Substring]

    /// One entry of `[[model]]` or `[[family]]`.
    struct Entry {
        var id: String
        var table: TOMLTable
        /// Index of its first line.
        var line: Int?
    }

    /// Nil if there is no such file.
    init?(readingIfPresent path: String) throws(UserError) {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw UserError(
                .noPermission, what: "cannot read \(path)", why: "the system does not let this user open it",
                remedy: "chmod u+r '\(path)'")
        }
        self.path = path
        let text = String(decoding: data, as: UTF8.self)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw UserError(
                .badConfiguration, what: "\(path):\(begin.line):\(begin.column): not valid TOML",
                why: error.description, remedy: "mend that line; text needs quotes")
        } catch {
            throw UserError(
                .badConfiguration, what: "\(path): not valid TOML", why: "\(error)", remedy: "mend or remove the file")
        }
    }

    /// The day on which somebody checked it.
    var dated: String {
        get throws(UserError) {
            guard let value = table["dated"] else {
                throw mistake(at: nil, "there is no date", "add a line: dated = \"2026-11-28\"")
            }
            guard let day = Self.day(value) else {
                throw mistake(at: line(of: "dated", from: 0), "dated is no day", "write: dated = \"2026-11-28\"")
            }
            return day.description
        }
    }

    func entries(_ name: String) throws(UserError) -> [Entry] {
        let key = name == "family" ? "contains" : "id"
        guard let value = table[name] else { return [] }
        guard let array = value.array else {
            throw mistake(at: line(of: name, from: 0), "\(name) is no list", "write [[\(name)]]")
        }
        let headers = lines.indices.filter { lines[$0].filter { !$0.isWhitespace }.hasPrefix("[[\(name)]]") }
        var entries: [Entry] = []
        for (number, element) in array.enumerated() {
            let line = headers.indices.contains(number) ? headers[number] : line(of: name, from: 0)
            guard let table = element.table, let id = table[key]?.string, !id.isEmpty else {
                throw mistake(at: line, "a [[\(name)]] has no \(key)", "add a line: \(key) = \"gemini-…\"")
            }
            entries.append(Entry(id: id, table: table, line: line))
        }
        return entries
    }

    // MARK: Values

    /// Nil for a key that is not there.
    func tokens(_ key: String, _ entry: Entry) throws(UserError) -> Int64? {
        guard let value = entry.table[key] else { return nil }
        guard let number = value.int, number > 0 else {
            throw mistake(
                at: line(of: key, in: entry), "the \(key) of \(entry.id) is no number of tokens",
                "write: \(key) = 131072")
        }
        return Int64(number)
    }

    func text(_ key: String, _ entry: Entry) throws(UserError) -> String? {
        guard let value = entry.table[key] else { return nil }
        guard let text = value.string else {
            throw mistake(at: line(of: key, in: entry), "\(key) of \(entry.id) is no text", "write it in quotes")
        }
        return text
    }

    /// Nil for a key that is not there; a text that is empty stands for none.
    func day(_ key: String, _ entry: Entry) throws(UserError) -> CalendarDay?? {
        guard let value = entry.table[key] else { return nil }
        if value.string?.isEmpty == true { return .some(nil) }
        guard let day = Self.day(value) else {
            throw mistake(
                at: line(of: key, in: entry), "\(key) of \(entry.id) is no day", "write: \(key) = \"2026-12-13\"")
        }
        return day
    }

    private static func day(_ value: any TOMLValueConvertible) -> CalendarDay? {
        if let text = value.string { return CalendarDay(text) }
        return value.date.flatMap { CalendarDay(year: $0.year, month: $0.month, day: $0.day) }
    }

    // MARK: Places

    /// Index of the line of a key of the entry, where it stands on a line of its own; else of the entry.
    func line(of key: String, in entry: Entry) -> Int? {
        guard let first = entry.line else { return nil }
        return line(of: key, from: first + 1) ?? first
    }

    /// Up to the next entry.
    private func line(of key: String, from first: Int) -> Int? {
        for index in lines.indices where index >= first {
            let line = lines[index].filter { !$0.isWhitespace }
            if first > 0, line.hasPrefix("[[") { return nil }
            if line.hasPrefix(key + "=") || line.hasPrefix("\"\(key)\"=") { return index }
        }
        return nil
    }

    /// `path:line`, which editors and terminals can follow.
    func place(_ line: Int?) -> String { line.map { "\(path):\($0 + 1)" } ?? path }

    func mistake(at line: Int?, _ why: String, _ remedy: String) -> UserError {
        UserError(.badConfiguration, what: "\(place(line)) cannot be used", why: why, remedy: remedy)
    }
}
