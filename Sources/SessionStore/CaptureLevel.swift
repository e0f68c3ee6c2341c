public import LiveProtocol

/// How much of a conversation is kept on disk. Applied after redaction, before anything is written; the live view
/// always sees everything.
///
/// | level | data frames | control frames and all other events |
/// |---|---|---|
/// | `full` | whole | whole |
/// | `no-audio` | JSON whose media strings are emptied, see `MediaStripper`; nothing else | whole |
/// | `meta` | no payload | no payload for pings and pongs; close code and reason stay |
public enum CaptureLevel: String, CaseIterable, Sendable {
    case full
    case noAudio = "no-audio"
    case meta

    /// The event as this level keeps it. Sizes, times and order are never touched: `Frame.byteCount` stays the length
    /// on the wire.
    public func applied(to event: WireEvent) -> WireEvent {
        guard self != .full, case .frame(let direction, var frame) = event.kind else { return event }
        // Who closed and why is not content.
        guard frame.opcode != .close else { return event }
        frame.payload = self == .meta ? nil : Self.withoutMedia(frame)
        var event = event
        event.kind = .frame(direction, frame)
        return event
    }

    private static func withoutMedia(_ frame: Frame) -> [UInt8]? {
        guard let payload = frame.payload, !frame.opcode.isControl else { return frame.payload }
        // Half a message cannot be told from half a recording: fragments keep nothing.
        guard frame.isFinal, frame.opcode != .continuation else { return nil }
        return MediaStripper.stripped(payload)
    }
}
