internal import GRDB
internal import LiveProtocol

/// Instants that SQLite added up: a sum that does not fit into 64 bits is a floating-point number there, which a
/// damaged row must not make unreadable for all others.
extension Row {
    func sum(atIndex index: Int) throws -> Int64 {
        try Self.clamped(try decode(DatabaseValue.self, atIndex: index)) ?? 0
    }

    func sumIfAny(forColumn name: String) throws -> Int64? {
        try Self.clamped(try decode(DatabaseValue.self, forColumn: name))
    }

    private static func clamped(_ value: DatabaseValue) throws -> Int64? {
        switch value.storage {
        case .null: nil
        case .int64(let number): number
        case .double(let number): Int64(clamping: number)
        case .string, .blob: throw UnreadableEvent()
        }
    }
}
