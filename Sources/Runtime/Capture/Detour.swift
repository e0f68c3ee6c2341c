import LiveProtocol
import SessionStore

/// What analysis had no time for while it happened, read from the recording: the same events in the same order.
///
/// The recorder writes some 150 ms behind what was handed to it, and later while the disk is busy: not to find something yet
/// is no failure.
struct Detour {
    /// Reading gave nothing, or ended: what was skipped has to be told otherwise.
    private(set) var hasFailed = false
    /// Whether something of it has been read.
    private(set) var hasBegun = false
    private let recording: Recording
    private let first: [WireEvent]
    private var events: StoredEvents?
    /// When something was found last.
    private(set) var quietSince = ContinuousClock.now

    /// Where nothing of it is found in that time, it was not recorded.
    private static let patience = Duration.seconds(3)

    /// - Parameter first: the first events of what is missing.
    init(from first: [WireEvent], in database: SessionDatabase) {
        recording = Recording(database)
        self.first = first
    }

    /// The next event; nil where there is none now.
    mutating func next() -> WireEvent? {
        guard !hasFailed else { return nil }
        do {
            if events == nil { events = try recording.eventsBeingRecorded(from: first) }
            if let event = try events?.next() {
                (hasBegun, quietSince) = (true, .now)
                return event
            }
            if events == nil, ContinuousClock.now - quietSince > Self.patience { hasFailed = true }
        } catch {
            // Removed, or damaged: the recorder tells of it, and begins another file.
            hasFailed = true
        }
        return nil
    }

    /// Nothing has been found for so long.
    func isQuiet(for duration: Duration) -> Bool { ContinuousClock.now - quietSince > duration }
}

/// Which event of a recording one is, without what is in it.
struct EventKey: Hashable {
    private let connection: ConnectionID
    private let sequence: Int64
    private let at: Timestamp
    private let kind: Int

    init(_ event: WireEvent) {
        (connection, sequence, at) = (event.connection, event.sequence, event.at)
        kind =
            switch event.kind {
            case .frame: 0
            case .opened: 1
            case .upgraded: 2
            case .refused: 3
            case .paused: 4
            case .resumed: 5
            case .framingLost: 6
            case .pathSample: 7
            case .captureGap: 8
            case .closed: 9
            case .fault: 10
            }
    }
}
