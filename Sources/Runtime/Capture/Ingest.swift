import Diagnosis
import LiveProtocol
import NIOConcurrencyHelpers
import Proxy
import Recordings
import SessionModel
import SessionStore
import Telemetry

/// Takes what the relay left at the tap and makes sense of it, on a thread of its own:
/// redact → hand to the recorder → decode → fold → publish.
///
/// Nothing here can hurt a call: when ingest is slow, the tap fills and counts what it drops.
struct Ingest {
    let tap: Tap
    /// Nil where nothing is recorded.
    let recorder: RecorderThread?
    let latest: LatestSnapshot<DiagnosedFleet>
    /// Where the counts for scrapers go; nil where nobody can ask for them.
    let scraped: LatestSnapshot<MetricSamples>?
    let clock: RecordingClock
    /// Replaces a resumption handle by something that equals only itself.
    let hash: HandleHash
    /// The user's own patterns, nil without any.
    let rule: TextRule?

    private var diagnosed: DiagnosedFleet
    /// Counts what is decoded; nil where nobody can ask for it.
    private let meter: FleetMeterBox?
    /// Hands a fact to it.
    private let count: ((LiveEvent, Fleet) -> Void)?
    /// What is exported of calls; nil where nothing is.
    private var telemetry: TelemetryTap?
    /// One for each connection that is open.
    private var redactors: [ConnectionID: ConnectionRedactor] = [:]
    private var summariesDue: Timestamp
    /// Sessions that are to be told of in SQL, with the connection that closed, and which they are.
    private var accountsDue: [(session: SessionID, connection: ConnectionID)] = []
    private var isDue: Set<SessionID> = []
    private static let accountsAtOnce = 4

    /// How often the summaries of running sessions are written: a reader of the file sees them this late at most.
    private static let summaryInterval = Duration.seconds(2)

    init(
        tap: Tap, recorder: RecorderThread?, latest: LatestSnapshot<DiagnosedFleet>,
        scraped: LatestSnapshot<MetricSamples>?, telemetry: TelemetryTap? = nil, clock: RecordingClock,
        knowledge: Knowledge, rule: TextRule? = nil, hash: @escaping HandleHash
    ) {
        self.tap = tap
        self.recorder = recorder
        self.latest = latest
        self.scraped = scraped
        self.telemetry = telemetry
        let meter = scraped.map { _ in FleetMeterBox(FleetMeter(traces: telemetry?.identity)) }
        self.meter = meter
        count = meter.map { meter in { fact, fleet in meter.meter.note(fact, in: fleet) } }
        self.clock = clock
        self.hash = hash
        self.rule = rule
        diagnosed = DiagnosedFleet(knowledge)
        summariesDue = clock.now() + Self.summaryInterval
    }

    /// Takes in the connections that were recorded before.
    mutating func know(_ recorded: FleetView) { diagnosed.know(recorded) }

    /// Runs until the tap is closed and drained.
    mutating func run() {
        while let batch = tap.nextBatch(within: .milliseconds(100)) {
            // Everything up to here is in the batch; what comes while it is decoded is in the next.
            let reached = clock.now()
            take(batch)
            if latest.isWanted { publish(at: reached) }
            if let scraped, scraped.isWanted { publish(to: scraped, at: reached) }
            if telemetry?.isDue(at: reached) == true { export(at: reached) }
            if clock.now() >= summariesDue { recordSummaries { $0.closedAt == nil } }
        }
        recordSummaries { $0.closedAt == nil }
        var items: [RecordItem] = []
        takeAccounts(.max, into: &items)
        recorder?.offer(items)
        publish(at: clock.now())
        if let scraped { publish(to: scraped, at: clock.now()) }
        export(at: clock.now(), isLast: true)
    }

    private mutating func publish(at now: Timestamp) {
        diagnosed.diagnose(at: now) { clock.offset(of: $0) }
        latest.publish(diagnosed)
    }

    private mutating func publish(to scraped: LatestSnapshot<MetricSamples>, at now: Timestamp) {
        guard let meter else { return }
        diagnosed.diagnose(at: now) { clock.offset(of: $0) }
        meter.meter.look(at: diagnosed.fleet, findings: diagnosed.findings) { clock.now(of: $0) }
        scraped.publish(meter.meter.values)
    }

    private mutating func export(at now: Timestamp, isLast: Bool = false) {
        guard let tap = telemetry else { return }
        if tap.tellsFindings { diagnosed.diagnose(at: now, isLast: isLast) { clock.offset(of: $0) } }
        telemetry?.look(at: diagnosed, at: now, isLast: isLast) { clock.now(of: $0) }
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
        takeAccounts(into: &items)
        recorder?.offer(items)
    }

    private mutating func remember(_ secrets: CallSecrets, of connection: ConnectionID) {
        redactors[connection, default: ConnectionRedactor(hash: hash, rule: rule)].remember(secrets)
    }

    private mutating func take(_ event: WireEvent, into items: inout [RecordItem]) {
        let connection = event.connection
        // A gap can be reported behind the end of its connection: nothing may be kept for what is over.
        let isLate = if case .opened = event.kind { false } else { redactors[connection] == nil }
        let prepared = event.prepared(by: &redactors[connection, default: ConnectionRedactor(hash: hash, rule: rule)])
        items.append(.event(prepared))
        diagnosed.apply(prepared, note: count)
        let joins = diagnosed.takeJoins()
        meter?.meter.take(joins)
        for join in joins {
            let tag = diagnosed.fleet[join.session]?.tag
            items.append(.assignment(join.connection, to: join.session, tag: tag))
        }
        if isLate {
            redactors[connection] = nil
            diagnosed.forget(connection)
        }
        guard case .closed = event.kind else { return }
        redactors[connection] = nil
        guard recorder != nil, let session = diagnosed.fleet.session(of: connection) else { return }
        if let state = diagnosed.fleet[session] { items.append(.summary(state.summary(at: event.at))) }
        if isDue.insert(session).inserted { accountsDue.append((session, connection)) }
    }

    /// Turns and findings of sessions of which a connection has closed: a few at a time, because a look costs more than a
    /// message, and thousands of calls may end at once. Those that the fleet drops meanwhile have none.
    private mutating func takeAccounts(_ limit: Int = Self.accountsAtOnce, into items: inout [RecordItem]) {
        var (left, done) = (limit, 0)
        for (session, connection) in accountsDue {
            guard left > 0 else { break }
            done += 1
            isDue.remove(session)
            guard let account = diagnosed.account(of: session, at: clock.now(of: connection)) else { continue }
            items.append(.account(account))
            left -= 1
        }
        accountsDue.removeFirst(done)
    }

    private mutating func recordSummaries(where isWanted: (SessionSummary) -> Bool) {
        let now = clock.now()
        summariesDue = now + Self.summaryInterval
        let summaries = diagnosed.fleet.summaries { clock.now(of: $0) }
        recorder?.offer(summaries.filter(isWanted).map(RecordItem.summary))
    }
}
