import ArgumentParser
import Runtime
import SessionStore

/// `livetop schema`: the tables behind `livetop sql`.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the tables of the database as SQL.",
        discussion: """
            docs/schema.md says what each column means. No recording is needed.

            Examples:
              livetop schema
              livetop schema | sqlite3 empty.db
            """)

    func run() throws {
        try StandardOutput.say("PRAGMA user_version = \(Schema.version);")
        for statement in try Schema.statements() { try StandardOutput.say(statement + ";") }
    }
}
