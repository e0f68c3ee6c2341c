public import LiveProtocol

/// When sound crossed and when it was heard, as runs: what the timeline of a session draws. Speech, tool calls,
/// interruptions and connections have histories of their own.
public struct LaneHistory: Codable, Hashable, Sendable {
    /// A stretch of time; both ends may be the same instant.
    public struct Run: Codable, Hashable, Sendable {
        public var start: Timestamp
        public var end: Timestamp
    }

    /// Audio of the client, as long as it sounds.
    public private(set) var microphone = Ring<Run>(capacity: 256)
    /// Model audio, while it arrived.
    public private(set) var received = Ring<Run>(capacity: 256)
    /// Model audio, as long as the user heard it by the playback clock; ends in the future while it plays.
    public private(set) var heard = Ring<Run>(capacity: 256)

    /// What was delivered and not yet heard, after each stretch of model audio that came.
    public private(set) var backlog = Ring<Backlog>(capacity: 1_024)

    /// What waits to be heard at an instant; from there on it gets less as time passes.
    public struct Backlog: Codable, Hashable, Sendable {
        public var at: Timestamp
        public var length: Duration

        /// What of it is left at a later instant.
        public func left(at instant: Timestamp) -> Duration { max(.zero, length - max(.zero, instant - at)) }
    }

    /// Audio that comes so close together is one delivery.
    private static let delivery = Duration.milliseconds(100)
    /// What is closer than this is one run: networks deliver in bursts, and a screen has few columns.
    private static let pause = Duration.milliseconds(400)

    public init() {}

    /// - Parameter playback: as it is after the event.
    mutating func apply(_ event: LiveEvent, playback: PlaybackClock) {
        switch event.kind {
        case .client(.audio(let chunk)):
            Self.extend(&microphone, from: event.at - (chunk.duration ?? .zero), to: event.at)
        case .server(.audio(let chunk)):
            Self.extend(&received, from: event.at, to: event.at)
            // What comes between an interruption and the end of its turn is not played.
            let backlog = playback.backlog(at: event.at)
            note(backlog, at: event.at)
            guard backlog > .zero else { break }
            let until = event.at + backlog
            Self.extend(&heard, from: max(event.at, until - (chunk.duration ?? .zero)), to: until)
        case .server(.interrupted), .wire(.closed):
            stop(at: playback.soundsUntil ?? event.at)
            if let last = backlog.last, last.left(at: event.at) > .zero { note(.zero, at: event.at) }
        default: break
        }
    }

    private mutating func note(_ length: Duration, at instant: Timestamp) {
        let mark = Backlog(at: instant, length: length)
        if length > .zero, let last = backlog.last, last.length > .zero, instant - last.at < Self.delivery {
            _ = backlog.updateLast(where: { _ in true }) { $0 = mark }
        } else {
            backlog.append(mark)
        }
    }

    private static func extend(_ runs: inout Ring<Run>, from start: Timestamp, to end: Timestamp) {
        if let last = runs.last, start <= last.end + pause {
            _ = runs.updateLast(where: { _ in true }) { $0.end = max($0.end, end) }
        } else {
            runs.append(Run(start: start, end: end))
        }
    }

    /// What was still to be heard is not.
    private mutating func stop(at instant: Timestamp) {
        guard let last = heard.last, last.end > instant else { return }
        _ = heard.updateLast(where: { _ in true }) { $0.end = max($0.start, instant) }
    }
}
