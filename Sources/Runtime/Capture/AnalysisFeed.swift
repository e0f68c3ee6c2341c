import LiveProtocol
import NIOConcurrencyHelpers
import Proxy
import SessionStore

/// What ingest has prepared and handed to the recorder, on its way to `Analysis`. Bounded, and never in the way of the
/// recording: what finds no room is skipped until analysis asks for more, and the portion that goes on says what it was.
///
/// ```
/// ingest: offer ──▶ queue ──▶ analysis: next            while analysis keeps up
///           │
///           └─ full ─▶ skipped … askForMore ─▶ queue    it reads what was skipped from the recording, then goes on here
/// ```
final class AnalysisFeed: Sendable {
    /// Items in their order; those that are no events are not looked at.
    struct Portion: Sendable {
        var items: [RecordItem] = []
        /// All that happened up to here is in the portions so far; nil where more of it follows at once.
        var reached: Timestamp?
        /// What is missing before it.
        var skipped: Skipped?
    }

    /// What found no room.
    struct Skipped: Sendable {
        /// The first events among it, to find where it begins in the recording: one alone may not have got there.
        private(set) var first: [WireEvent] = []
        /// The same with a gap for the frames: all that remains where the recording cannot tell.
        private(set) var remains = RecorderBacklog(cause: .tapFull)

        private static let firstLimit = 16

        mutating func note(_ items: [RecordItem]) {
            for case .event(let event) in items {
                if first.count < Self.firstLimit { first.append(event) }
                remains.hold(.event(event))
            }
        }
    }

    private struct State {
        var skipped: Skipped?
        var isAskedForMore = false
        var reached: Timestamp?
        var isAbandoned = false
    }

    static let limits = BoundedQueue<Portion>.Limits(count: 8_192, byteCount: 32 << 20, reservedCount: 1)
    private let queue: BoundedQueue<Portion>
    private let state = NIOLockedValueBox(State())

    init(limits: BoundedQueue<Portion>.Limits = AnalysisFeed.limits) {
        queue = BoundedQueue(limits: limits, gathering: .milliseconds(20))
    }

    // MARK: Ingest

    /// Never waits. One caller, in order.
    func offer(_ portion: Portion, byteCount: Int) {
        state.withLockedValue { state in
            guard state.skipped == nil || state.isAskedForMore else {
                state.skipped?.note(portion.items)
                return
            }
            var portion = portion
            portion.skipped = state.skipped
            if queue.offer(portion, byteCount: byteCount) {
                (state.skipped, state.isAskedForMore) = (nil, false)
            } else {
                state.isAskedForMore = false
                var skipped = state.skipped ?? Skipped()
                skipped.note(portion.items)
                state.skipped = skipped
            }
        }
    }

    /// Nothing more comes.
    func close() {
        state.withLockedValue { state in
            if let skipped = state.skipped {
                queue.offer(Portion(skipped: skipped), byteCount: 0, isEssential: true)
                state.skipped = nil
            }
        }
        queue.close()
    }

    // MARK: Analysis

    /// What waits, in order; empty when nothing came in time; nil when closed and drained.
    func next(within timeout: Duration) -> [Portion]? { queue.nextBatch(within: timeout) }

    /// Where what is being skipped begins; nil while nothing is.
    var firstSkipped: [WireEvent]? { state.withLockedValue { $0.skipped?.first } }

    /// There is room, and all is understood that can be without what comes next.
    func askForMore() { state.withLockedValue { $0.isAskedForMore = $0.skipped != nil } }

    /// Everything up to `instant` has been understood.
    func note(reached instant: Timestamp) { state.withLockedValue { $0.reached = instant } }

    /// Nobody waits for analysis any longer: it is to end where it is.
    var isAbandoned: Bool { state.withLockedValue(\.isAbandoned) }

    // MARK: Those who look

    func abandon() { state.withLockedValue { $0.isAbandoned = true } }

    /// How far the live figures are behind; zero where nobody would notice.
    func behind(at now: Timestamp) -> Duration {
        guard let reached = state.withLockedValue(\.reached) else { return .zero }
        let behind = now - reached
        return behind > Self.unnoticed ? behind : .zero
    }

    private static let unnoticed = Duration.seconds(1)
}
