public import LiveProtocol

/// A time without audio from a client that had been sending it.
public struct StreamPause: Codable, Hashable, Sendable {
    /// The last audio before it.
    public var startedAt: Timestamp
    /// The next; nil while none came.
    public var endedAt: Timestamp?
    /// `audioStreamEnd` or `activityEnd` came within 1.5 seconds.
    public var isAnnounced: Bool
    /// The audio ended inside speech or less than 600 ms after it: the server waits for silence that does not come.
    public var isAfterSpeech: Bool
}

/// Pauses of the client's audio of a second and more (`docs/metrics.md#pace`), for
/// `audio-paused-no-stream-end`.
public struct StreamPauses: Codable, Hashable, Sendable {
    public private(set) var recent = Ring<StreamPause>(capacity: 20)
    /// Pauses after speech that the client did not announce, while the server's own voice activity detection was on.
    public private(set) var unannounced = 0

    private var isManual = false
    private var isAnnounced = false
    private var isOpen = false

    private static let patience = Duration.milliseconds(1_500)

    mutating func begin(isManual: Bool) { self.isManual = isManual }

    /// The client said that its audio ends here.
    mutating func announce() {
        isAnnounced = true
        if isOpen { _ = recent.updateLast(where: { _ in true }) { $0.isAnnounced = true } }
    }

    /// Nothing came since `last`. True when that becomes a pause now.
    mutating func noteSilence(since last: Timestamp, at now: Timestamp, isAfterSpeech: Bool) -> Bool {
        guard !isOpen, now - last >= Self.patience else { return false }
        isOpen = true
        recent.append(StreamPause(startedAt: last, isAnnounced: isAnnounced, isAfterSpeech: isAfterSpeech))
        if isAfterSpeech, !isAnnounced, !isManual { unannounced += 1 }
        return true
    }

    mutating func resume(at instant: Timestamp) {
        if isOpen { _ = recent.updateLast(where: { _ in true }) { $0.endedAt = instant } }
        (isOpen, isAnnounced) = (false, false)
    }
}
