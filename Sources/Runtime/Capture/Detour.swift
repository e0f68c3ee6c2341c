import LiveProtocol
import SessionStore

/// What analysis had no time for while it happened, read from the recording: the same events in the same order.
///
/// The recorder writes some 150 ms behind what was handed to it, and as late as it likes while the disk is busy: not to find
/// something yet says nothing, before the recorder has dealt with it.
struct Detour {
    /// Reading ended: what was skipped has to be told otherwise.
    private(set) var hasFailed = false
    /// Whether something of it has been read.
    private(set) var hasBegun = false
    /// All of it that was recorded has been read.
    private(set) var isThrough = false
    private let recorder: RecorderThread
    private let recording: Recording
    private let first: [WireEvent]
    private var events: StoredEvents?
    /// What the recorder has to have dealt with; nil as long as that cannot be told.
    private var mark: Int64?

    /// - Parameter first: the first events of what is missing.
    init(from first: [WireEvent], in recorder: RecorderThread) {
        self.recorder = recorder
        recording = Recording(recorder.database)
        self.first = first
    }

    /// Everything that was handed to the recorder before now may belong to it.
    mutating func extend() { (mark, isThrough) = (nil, false) }

    /// The next event; nil where there is none now.
    mutating func next() -> WireEvent? {
        guard !hasFailed else { return nil }
        // Asked before it is read: what is written in between is found the next time.
        mark = mark ?? recorder.taken
        let isSettled = mark.map(recorder.hasSettled) ?? false
        do {
            if events == nil { events = try recording.eventsBeingRecorded(from: first) }
            if let event = try events?.next() {
                hasBegun = true
                return event
            }
            isThrough = isSettled
        } catch {
            // Removed, or damaged: the recorder tells of it, and begins another file.
            hasFailed = true
        }
        return nil
    }
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
