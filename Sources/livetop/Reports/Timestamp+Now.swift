import Foundation
import LiveProtocol

extension Timestamp {
    /// The wall clock now: for ages of what another process records.
    static var wallClock: Timestamp {
        Timestamp(nanoseconds: Int64(clamping: Date().timeIntervalSince1970 * 1e9))
    }
}

extension Timestamp {
    /// `2026-11-21 12:45:38Z`, for tables: to the second, in UTC, and saying so.
    var dateAndTime: String { rfc3339.prefix(19).replacing("T", with: " ") + "Z" }
}
