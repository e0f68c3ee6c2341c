import LiveProtocol
import NIOConcurrencyHelpers
import Proxy
import SessionModel
import SessionStore

/// Takes what the relay left at the tap and makes sense of it, on a thread of its own:
/// redact → hand to the recorder → decode → fold → publish.
///
/// Nothing here can hurt a call: when ingest is slow, the tap fills and counts what it drops.
struct Ingest {
    let tap: Tap
    /// Nil where nothing is recorded.
    let recorder: RecorderThread?
    let latest: LatestSnapshot<DiagnosedFleet>
    let clock: RecordingClock
    /// Replaces a resumption handle by something that equals only itself.
    let hash: HandleHash
    /// The user's own patterns, nil without any.
    let rule: TextRule?

    private var diagnosed = DiagnosedFleet()
    private var lanes: [ConnectionID: Lane] = [:]
    private var summariesDue: Timestamp

    /// How often the summaries of running sessions are written: a reader of the file sees them this late at most.
    private static let summaryInterval = Duration.seconds(2)

    /// What one connection needs while it is open.
    private struct Lane {
        var redactor: ConnectionRedactor
        var decoder: LiveDecoder

        init(_ connection: ConnectionID, hash: @escaping HandleHash, rule: TextRule?) {
            redactor = ConnectionRedactor(hash: hash, rule: rule)
            decoder = LiveDecoder(connection: connection)
        }
    }

    init(
        tap: Tap, recorder: RecorderThread?, latest: LatestSnapshot<DiagnosedFleet>, clock: RecordingClock,
        rule: TextRule? = nil, hash: @escaping HandleHash
    ) {
        self.tap = tap
        self.recorder = recorder
        self.latest = latest
        self.clock = clock
        self.hash = hash
        self.rule = rule
        summariesDue = clock.now() + Self.summaryInterval
    }

    /// Runs until the tap is closed and drained.
    mutating func run() {
        while let batch = tap.nextBatch(within: .milliseconds(100)) {
            take(batch)
            if latest.isWanted { publish() }
            if clock.now() >= summariesDue { recordSummaries { $0.closedAt == nil } }
        }
        recordSummaries { $0.closedAt == nil }
        publish()
    }

    private mutating func publish() {
        diagnosed.diagnose(at: clock.now()) { clock.offset(of: $0) }
        latest.publish(diagnosed)
    }

    private mutating func take(_ batch: [Tap.Item]) {
        var items: [RecordItem] = []
        items.reserveCapacity(batch.count)
        for item in batch {
            switch item {
            case .event(let event): take(event, into: &items)
            case .exchange(let exchange): items.append(.exchange(exchange))
            case .secrets(let connection, let secrets): remember(secrets, of: connection)
            }
        }
        recorder?.offer(items)
    }

    private mutating func remember(_ secrets: CallSecrets, of connection: ConnectionID) {
        lanes[connection, default: Lane(connection, hash: hash, rule: rule)].redactor.remember(secrets)
    }

    private mutating func take(_ event: WireEvent, into items: inout [RecordItem]) {
        let connection = event.connection
        // A gap can be reported behind the end of its connection: nothing may be kept for what is over.
        let isLate = if case .opened = event.kind { false } else { lanes[connection] == nil }
        var lane = lanes.removeValue(forKey: connection) ?? Lane(connection, hash: hash, rule: rule)
        let prepared = event.prepared(by: &lane.redactor)
        items.append(.event(prepared))
        for fact in lane.decoder.decode(prepared) { diagnosed.apply(fact) }
        lanes[connection] = lane
        for join in diagnosed.takeJoins() {
            let tag = diagnosed.fleet[join.session]?.tag
            items.append(.assignment(join.connection, to: join.session, tag: tag))
        }
        if isLate { lanes[connection] = nil }
        guard case .closed = event.kind else { return }
        lanes[connection] = nil
        let fleet = diagnosed.fleet
        if let session = fleet.session(of: connection), let state = fleet[session] {
            items.append(.summary(state.summary(at: event.at)))
        }
    }

    private mutating func recordSummaries(where isWanted: (SessionSummary) -> Bool) {
        let now = clock.now()
        summariesDue = now + Self.summaryInterval
        let summaries = diagnosed.fleet.summaries { clock.now(of: $0) }
        recorder?.offer(summaries.filter(isWanted).map(RecordItem.summary))
    }
}
