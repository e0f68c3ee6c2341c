internal import GRDB
internal import GRDBSQLite

/// Has somebody called while one statement runs that takes long, again and again, on its thread.
final class StatementWatch {
    private let tell: () -> Void

    /// Steps of SQLite's machine between two calls: some milliseconds.
    private static let steps: Int32 = 100_000

    init(_ tell: @escaping () -> Void) { self.tell = tell }

    /// - Parameter patience: what SQLite asks on this connection otherwise.
    func run(on connection: Database, after patience: Patience, _ body: () throws -> Void) rethrows {
        sqlite3_progress_handler(
            connection.sqliteConnection, Self.steps,
            { context in
                guard let context else { return 0 }
                Unmanaged<StatementWatch>.fromOpaque(context).takeUnretainedValue().tell()
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
        defer {
            sqlite3_progress_handler(connection.sqliteConnection, 0, nil, nil)
            if connection.configuration.readonly { patience.watch(connection) }
        }
        try withExtendedLifetime(self) { try body() }
    }
}
