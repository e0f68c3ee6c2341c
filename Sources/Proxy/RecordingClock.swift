import Foundation
public import LiveProtocol
import NIOCore

/// The clock of one recording: the wall clock as read once, moved on by the monotonic clock.
public struct RecordingClock: Sendable {
    /// The wall clock when this clock was made.
    public let anchorWall: Timestamp
    private let anchorMonotonic: NIODeadline

    public init() {
        anchorWall = Timestamp.seconds(Date().timeIntervalSince1970)
        anchorMonotonic = .now()
    }

    public func now() -> Timestamp {
        // Twice per read of a call: `Duration` counts in 128 bits, which costs more than reading the clock.
        Timestamp(nanoseconds: anchorWall.nanoseconds &+ (NIODeadline.now() - anchorMonotonic).nanoseconds)
    }
}
