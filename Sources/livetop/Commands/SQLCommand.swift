import ArgumentParser
import Foundation
import LiveProtocol
import Runtime
import SessionStore
import Wording

/// `livetop sql [QUERY]`: the database in SQL, for reading.
struct SQLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Query the database in SQL. Nothing is ever changed.",
        discussion: """
            Without a query: statements from the standard input, each ended by a semicolon. Bytes are shown as text \
            where they are text. `livetop schema` prints the tables, docs/schema.md explains them.

            Examples:
              livetop sql "SELECT name, tag FROM sessions ORDER BY id DESC LIMIT 5"
              livetop sql --json "SELECT direction, count(*) AS frames FROM frames GROUP BY 1" | jq .frames
            """)

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp("The query, in one word or in several.", valueName: "query"))
    var query: [String] = []

    @Flag(help: "Print each row as one line of JSON.")
    var json = false

    func run() throws {
        let database = try data.database()
        if !query.isEmpty { return try answer(query.joined(separator: " "), from: database) }
        let isTyped = isatty(STDIN_FILENO) == 1
        var pending = ""
        try prompt("sql> ", isTyped)
        while let line = readLine(strippingNewline: false) {
            pending += line
            let isComplete = pending.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix(";")
            if isComplete {
                try answerTyped(pending, from: database, isTyped: isTyped)
                pending = ""
            }
            try prompt(isComplete ? "sql> " : "...> ", isTyped)
        }
        if !pending.allSatisfy(\.isWhitespace) { try answer(pending, from: database) }
    }

    /// A person corrects a mistake at the next prompt; a script ends with it.
    private func answerTyped(_ text: String, from database: SessionDatabase, isTyped: Bool) throws {
        do { try answer(text, from: database) } catch let error as DatabaseError where isTyped {
            StandardError.say(UserError(failure: error)?.description ?? error.description)
        }
    }

    private func prompt(_ text: String, _ isTyped: Bool) throws {
        guard isTyped else { return }
        try StandardOutput.say(text, terminator: "")
    }

    private func answer(_ text: String, from database: SessionDatabase) throws {
        var table: TextTable?
        var columns: [String] = []
        try SQLQuery(text).run(on: database) { names in
            if let table { try StandardOutput.say(table.text) }
            columns = names
            table = json ? nil : TextTable(header: names, rightAligned: [], rows: [])
        } row: { values in
            if json {
                try StandardOutput.say(JSONValue.object(zip(columns, values).map { ($0, Self.json($1)) }).text)
            } else {
                table?.rows.append(values.map(Self.text))
            }
            return true
        }
        if let table { try StandardOutput.say(table.text) }
    }

    private static func text(_ value: SQLValue) -> String {
        switch value {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): ForeignText.clean(text)
        case .blob(let bytes): ForeignText.clean(words(bytes))
        }
    }

    private static func json(_ value: SQLValue) -> JSONValue {
        switch value {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .number(number)
        case .text(let text): .string(text)
        case .blob(let bytes): .string(words(bytes))
        }
    }

    /// UTF-8, or an SQL literal of the bytes.
    private static func words(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return "x'" + Format.hex(bytes) + "'"
    }
}
