import Foundation
import LiveProtocol

extension Timestamp {
    /// The wall clock now: for ages of what another process records.
    static var wallClock: Timestamp {
        Timestamp(nanoseconds: Int64(clamping: Date().timeIntervalSince1970 * 1e9))
    }
}
