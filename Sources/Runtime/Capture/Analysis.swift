import Diagnosis
import Foundation
import LiveProtocol
import Proxy
import Recordings
import SessionModel
import SessionStore
import Telemetry

/// Makes sense of what ingest has prepared, on a thread of its own: decode → fold → diagnose → publish, and rows for people who
/// ask in SQL.
///
/// It may be late. What finds no room meanwhile it reads from the recording, by the same computation and in the same order,
/// and then goes on with what comes: its figures are never others than those of the recording, only older.
struct Analysis {
    let feed: AnalysisFeed
    /// Nil where nothing is recorded.
    let recorder: RecorderThread?
    /// Everything that is understood is in the recording as well, so that it can be read there.
    let isRecordedWhole: Bool
    let latest: LatestSnapshot<DiagnosedFleet>
    /// Where the counts for scrapers go; nil where nobody can ask for them.
    let scraped: LatestSnapshot<MetricSamples>?
    let clock: RecordingClock

    private var diagnosed: DiagnosedFleet
    /// Counts what is decoded; nil where nobody can ask for it.
    private let meter: FleetMeterBox?
    /// Hands a fact to it.
    private let count: ((LiveEvent, Fleet) -> Void)?
    /// What is exported of calls; nil where nothing is.
    private var telemetry: TelemetryTap?
    /// Connections that have not ended.
    private var open: Set<ConnectionID> = []
    /// Everything up to here has been taken in.
    private var present: Timestamp
    private var detour: Detour?
    private var accounts = AccountsDue()
    private var summariesDue: Timestamp
    /// Lists have been told that nobody knows how running sessions are.
    private var isUnsettled = false
    /// Since something was last taken in hand.
    private var stretch = ProcessorTime()

    /// How often the summaries of running sessions are written: a reader of the file sees them this late at most.
    private static let summaryInterval = Duration.seconds(2)
    /// What only time brings to light is counted so late for scrapers at most: rules cost more than all else that they ask for.
    private static let scrapedRound = Duration.seconds(5)
    /// Older figures of sessions that go on are not put into lists.
    private static let unsettling = Duration.seconds(5)
    /// Events between two looks at what else is due, in a detour.
    private static let stretchLength = 512
    /// Rests of 10 ms, after each of which it is seen whether there is need of another.
    private static let mostRests = 20

    init(
        feed: AnalysisFeed, recorder: RecorderThread?, isRecordedWhole: Bool, latest: LatestSnapshot<DiagnosedFleet>,
        scraped: LatestSnapshot<MetricSamples>?, telemetry: TelemetryTap? = nil, clock: RecordingClock,
        knowledge: Knowledge
    ) {
        self.feed = feed
        self.recorder = recorder
        self.isRecordedWhole = isRecordedWhole && recorder != nil
        self.latest = latest
        self.scraped = scraped
        self.telemetry = telemetry
        let meter = scraped.map { _ in FleetMeterBox(FleetMeter(traces: telemetry?.identity)) }
        self.meter = meter
        count = meter.map { meter in { fact, fleet in meter.meter.note(fact, in: fleet) } }
        self.clock = clock
        diagnosed = DiagnosedFleet(knowledge)
        present = clock.now()
        summariesDue = present + Self.summaryInterval
    }

    /// Takes in the connections that were recorded before.
    mutating func know(_ recorded: FleetView) { diagnosed.know(recorded) }

    /// Runs until the feed is closed and drained, or given up.
    mutating func run() {
        while !feed.isAbandoned, let portions = feed.next(within: detour == nil ? .milliseconds(100) : .milliseconds(5))
        {
            stretch = ProcessorTime()
            for portion in portions where !feed.isAbandoned {
                take(portion)
                giveWay()
            }
            if portions.isEmpty { followSkipped() }
        }
        if feed.isAbandoned {
            unsettle()
        } else {
            present = max(present, clock.now())
            feed.note(reached: present)
            recordSummaries()
        }
        handAccounts()
        publish()
        if let scraped { publish(to: scraped) }
        export(isLast: true)
    }

    private mutating func take(_ portion: AnalysisFeed.Portion) {
        if let skipped = portion.skipped { catchUp(with: skipped, before: portion.items) }
        // A portion may hold the ends of thousands of calls, each of which the rules look at.
        for case .event(let event) in portion.items {
            guard !feed.isAbandoned else { return }
            take(event)
        }
        hand(accounts: AccountsDue.atOnce)
        guard let reached = portion.reached else { return }
        present = reached
        lookAround()
    }

    /// What is due at the instant that has been reached.
    private mutating func lookAround() {
        feed.note(reached: present)
        if latest.isWanted { publish() }
        if let scraped, scraped.isWanted { publish(to: scraped) }
        if telemetry?.isDue(at: present) == true { export() }
        if clock.now() >= summariesDue { recordSummaries() }
    }
}

// MARK: - Events

extension Analysis {
    private mutating func take(_ event: WireEvent) {
        let connection = event.connection
        let isOpening = if case .opened = event.kind { true } else { false }
        // A gap can be reported behind the end of its connection: nothing may be kept for what is over.
        let isLate = !isOpening && !open.contains(connection)
        if isOpening { open.insert(connection) }
        diagnosed.apply(event, note: count)
        noteJoins()
        if isLate { diagnosed.forget(connection) }
        guard case .closed = event.kind else { return }
        open.remove(connection)
        guard recorder != nil, let session = diagnosed.fleet.session(of: connection) else { return }
        if let state = diagnosed.fleet[session] { recorder?.offer([.summary(state.summary(at: event.at))]) }
        accounts.add(session, connection)
    }

    private mutating func noteJoins() {
        let joins = diagnosed.takeJoins()
        guard !joins.isEmpty else { return }
        meter?.meter.take(joins)
        recorder?.offer(joins.map { .assignment($0.connection, to: $0.session, tag: diagnosed.fleet[$0.session]?.tag) })
    }

    /// All that are due, as long as somebody waits for it: after thousands of calls that is longer than anybody does.
    private mutating func handAccounts() {
        while !feed.isAbandoned, !accounts.isEmpty { hand(accounts: AccountsDue.atOnce) }
    }

    /// Turns and findings of sessions of which a connection has closed. Those that the fleet drops meanwhile have none.
    private mutating func hand(accounts limit: Int) {
        let (clock, present) = (clock, present)
        // Moved, not copied: thousands may be due.
        var accounts = AccountsDue()
        swap(&accounts, &self.accounts)
        let items = accounts.take(limit) { session, connection in
            diagnosed.account(of: session, at: present + clock.offset(of: connection))
        }
        self.accounts = accounts
        if !items.isEmpty { recorder?.offer(items) }
    }
}

// MARK: - Behind

extension Analysis {
    /// Leaves the processor to the recorder for a while, where that has much before it and there is too little time for both:
    /// what is not understood now is read from the recording, what is not recorded is gone. A recorder that waits for its
    /// disk is not helped by it.
    private mutating func giveWay() {
        defer { stretch = ProcessorTime() }
        guard isRecordedWhole, let recorder, stretch.wasScarce else { return }
        var rests = 0
        while rests < Self.mostRests, recorder.isPressed, !feed.isAbandoned {
            Thread.sleep(forTimeInterval: 0.01)
            rests += 1
        }
    }

    /// The feed is empty: reads on in the recording, where something is being skipped, or asks for what comes.
    private mutating func followSkipped() {
        guard let first = feed.firstSkipped else { return }
        guard isRecordedWhole, let recorder else { return feed.askForMore() }
        var detour = self.detour ?? Detour(from: first, in: recorder)
        var count = 0
        while count < Self.stretchLength, let event = detour.next() {
            take(event)
            present = max(present, event.at - clock.offset(of: event.connection))
            count += 1
        }
        self.detour = detour
        hand(accounts: AccountsDue.atOnce)
        lookAround()
        giveWay()
        if count < Self.stretchLength, detour.hasBegun || detour.isThrough || detour.hasFailed { feed.askForMore() }
    }

    /// Takes in what is missing before `items`.
    private mutating func catchUp(with skipped: AnalysisFeed.Skipped, before items: [RecordItem]) {
        defer { detour = nil }
        guard isRecordedWhole, let recorder else { return takeRemains(of: skipped, after: nil) }
        if detour == nil { detour = Detour(from: skipped.first, in: recorder) }
        detour?.extend()
        let next = Set(items.compactMap { if case .event(let event) = $0 { EventKey(event) } else { nil } })
        while !feed.isAbandoned, let detour, !detour.hasFailed, !detour.isThrough {
            if read(upTo: next) { return }
            lookAround()
            Thread.sleep(forTimeInterval: 0.005)
        }
        guard let detour, detour.hasFailed || detour.isThrough && !detour.hasBegun else { return }
        takeRemains(of: skipped, after: detour.hasBegun ? present : nil)
    }

    /// True when one of `next` has been reached.
    private mutating func read(upTo next: Set<EventKey>) -> Bool {
        var count = 0
        while !feed.isAbandoned, let event = detour?.next() {
            if next.contains(EventKey(event)) { return true }
            take(event)
            present = max(present, event.at - clock.offset(of: event.connection))
            count += 1
            guard count % Self.stretchLength == 0 else { continue }
            hand(accounts: AccountsDue.atOnce)
            lookAround()
            giveWay()
        }
        return false
    }

    /// Where the recording cannot tell: openings and closings, and gaps for the frames.
    private mutating func takeRemains(of skipped: AnalysisFeed.Skipped, after instant: Timestamp?) {
        var remains = skipped.remains
        for case .event(let event) in remains.takeAll() {
            if let instant, event.at - clock.offset(of: event.connection) <= instant { continue }
            take(event)
        }
    }
}

// MARK: - Those who look

extension Analysis {
    private mutating func publish() {
        let clock = clock
        diagnosed.diagnose(at: present) { clock.offset(of: $0) }
        latest.publish(diagnosed)
    }

    private mutating func publish(to scraped: LatestSnapshot<MetricSamples>) {
        guard let meter else { return }
        let (clock, present) = (clock, present)
        diagnosed.diagnose(at: present, every: Self.scrapedRound) { clock.offset(of: $0) }
        meter.meter.look(at: diagnosed.fleet, findings: diagnosed.findings) { present + clock.offset(of: $0) }
        scraped.publish(meter.meter.values)
    }

    private mutating func export(isLast: Bool = false) {
        guard let tap = telemetry else { return }
        let (clock, present) = (clock, present)
        if tap.tellsFindings { diagnosed.diagnose(at: present, isLast: isLast) { clock.offset(of: $0) } }
        telemetry?.look(at: diagnosed, at: present, isLast: isLast) { present + clock.offset(of: $0) }
    }

    private mutating func recordSummaries() {
        summariesDue = clock.now() + Self.summaryInterval
        guard feed.behind(at: clock.now()) < Self.unsettling else { return unsettle() }
        isUnsettled = false
        let (clock, present) = (clock, present)
        let summaries = diagnosed.fleet.summaries { present + clock.offset(of: $0) }
        recorder?.offer(summaries.filter { $0.closedAt == nil }.map(RecordItem.summary))
    }

    /// What lists show of sessions that go on is too old: they are to count rows instead.
    private mutating func unsettle() {
        guard !isUnsettled else { return }
        isUnsettled = true
        recorder?.offer(diagnosed.fleet.sessions.filter(\.isOpen).map { .unsettled($0.id) })
    }
}
