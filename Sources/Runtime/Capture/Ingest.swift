import LiveProtocol
import Proxy
import SessionStore

/// Takes what the relay left at the tap, on a thread of its own: inflate → redact → hand to the recorder → leave for `Analysis`.
///
/// Nothing here can hurt a call: when ingest is slow, the tap fills and counts what it drops. And it waits for nobody, so that
/// what is recorded does not depend on how quickly it is understood.
struct Ingest {
    let tap: Tap
    /// Nil where nothing is recorded.
    let recorder: RecorderThread?
    let feed: AnalysisFeed
    let clock: RecordingClock
    /// Replaces a resumption handle by something that equals only itself.
    let hash: HandleHash
    /// The user's own patterns, nil without any.
    let rule: TextRule?

    private var inflation = Inflation()
    /// One for each connection that is open.
    private var redactors: [ConnectionID: ConnectionRedactor] = [:]

    /// What goes on together: as much as is written in one transaction.
    private static let portionByteCount = 1 << 20

    init(
        tap: Tap, recorder: RecorderThread?, feed: AnalysisFeed, clock: RecordingClock, rule: TextRule? = nil,
        hash: @escaping HandleHash
    ) {
        (self.tap, self.recorder, self.feed, self.clock) = (tap, recorder, feed, clock)
        (self.rule, self.hash) = (rule, hash)
    }

    /// Runs until the tap is closed and drained.
    mutating func run() {
        while let batch = tap.nextBatch(within: .milliseconds(100)) {
            // Everything up to here is in the batch; what comes while it is redacted is in the next.
            let reached = clock.now()
            take(batch, reached)
        }
        feed.close()
    }

    private mutating func take(_ batch: [Tap.Item], _ reached: Timestamp) {
        var items: [RecordItem] = []
        items.reserveCapacity(batch.count)
        var byteCount = 0
        for item in batch {
            switch item {
            case .event(let event):
                let (trouble, readable) = inflation.take(event)
                if let trouble { items.append(.event(redacted(trouble))) }
                items.append(.event(redacted(readable)))
            case .exchange(let exchange): items.append(.exchange(exchange))
            case .secrets(let connection, let secrets):
                remember(secrets, of: connection)
                continue
            }
            byteCount.addClamped(items.last?.byteCount ?? 0)
            guard byteCount >= Self.portionByteCount else { continue }
            handOn(AnalysisFeed.Portion(items: items), byteCount)
            (items, byteCount) = ([], 0)
        }
        handOn(AnalysisFeed.Portion(items: items, reached: reached), byteCount)
    }

    /// First to the recorder: analysis may look there for what it has no room for.
    private func handOn(_ portion: AnalysisFeed.Portion, _ byteCount: Int) {
        if !portion.items.isEmpty { recorder?.offer(portion.items) }
        feed.offer(portion, byteCount: byteCount)
    }

    private mutating func remember(_ secrets: CallSecrets, of connection: ConnectionID) {
        redactors[connection, default: ConnectionRedactor(hash: hash, rule: rule)].remember(secrets)
    }

    private mutating func redacted(_ event: WireEvent) -> WireEvent {
        let connection = event.connection
        // Most events are frames of a call that is known: one look, and nothing is copied.
        if case .frame = event.kind, let place = redactors.index(forKey: connection) {
            return event.prepared(by: &redactors.values[place])
        }
        // A gap can be reported behind the end of its connection: nothing may be kept for what is over.
        let isLate = if case .opened = event.kind { false } else { redactors[connection] == nil }
        let prepared = event.prepared(by: &redactors[connection, default: ConnectionRedactor(hash: hash, rule: rule)])
        let isOver = if case .closed = event.kind { true } else { false }
        if isLate || isOver { redactors[connection] = nil }
        return prepared
    }
}
