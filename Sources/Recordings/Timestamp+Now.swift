internal import Foundation
public import LiveProtocol

extension Timestamp {
    /// The wall clock now: for ages of what another process records.
    public static var wallClock: Timestamp {
        Timestamp(nanoseconds: Int64(clamping: Date().timeIntervalSince1970 * 1e9))
    }
}
