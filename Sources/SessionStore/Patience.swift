internal import GRDB
internal import GRDBSQLite
internal import LiveProtocol
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// How much work one reading of a database may be. A file can be made so that reading it never ends; without an end nobody
/// could tell it from a large one.
///
/// The measure is the processor time of the reading thread: on a machine that has other things to do, or that was
/// stopped in between, an honest file takes as long as it takes. SQLite asks between its steps. What is not begun here (a
/// query that a person typed, a backup) has no limit.
final class Patience: Sendable {
    /// Nanoseconds.
    private let limit: Int64?
    /// Nanoseconds of the reading thread's processor time.
    private let deadline = Atomic<UInt64>(.max)

    /// Steps of SQLite's machine between two questions: some microseconds, unless a step is made to take long.
    private static let steps: Int32 = 500

    /// - Parameter limit: nil for no end.
    init(limit: Duration? = nil) { self.limit = limit.map(\.nanoseconds) }

    /// Enough to look at every page of a file of that size several times.
    convenience init(forFileOf byteCount: Int64) {
        self.init(limit: .seconds(5) + .milliseconds(byteCount / 20_000))
    }

    /// Called on the thread that reads.
    func begin() {
        guard let limit else { return }
        deadline.store(Self.processorTime &+ UInt64(clamping: limit), ordering: .relaxed)
    }

    func end() { deadline.store(.max, ordering: .relaxed) }

    /// Lets SQLite ask on this connection, which must not outlive this.
    func watch(_ database: Database) {
        guard limit != nil else { return }
        sqlite3_progress_handler(
            database.sqliteConnection, Self.steps,
            { context in
                guard let context else { return 0 }
                let patience = Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue()
                return patience.isOver ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        // No row of ours is larger: a payload is cut at 8 MB.
        sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, 256 << 20)
    }

    private var isOver: Bool {
        let deadline = deadline.load(ordering: .relaxed)
        return deadline != .max && Self.processorTime > deadline
    }

    /// Nanoseconds that the current thread has computed.
    private static var processorTime: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
    }
}
