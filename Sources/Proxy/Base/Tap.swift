public import LiveProtocol

/// Where the relay leaves what it saw, and from where ingest takes it.
///
/// Frames that do not fit are dropped from capture, never from the call; the connection reports them with one
/// `captureGap` before the next event that fits. Openings, closings and the like use a reserve, so that a flood of
/// frames cannot push them out.
///
/// One thread takes the batches (`nextBatch` blocks it); event loops and other producers offer from anywhere.
public final class Tap: Sendable {
    public enum Item: Hashable, Sendable {
        case event(WireEvent)
        indirect case exchange(HTTPExchange)
        /// What a connection carried as credentials, before the events in which it may come back. For the redactor
        /// alone: it is never recorded.
        indirect case secrets(ConnectionID, CallSecrets)
    }

    private let queue: BoundedQueue<Item>

    public init(limits: BoundedQueue<Item>.Limits = .init(count: 32_768, byteCount: 32 << 20, reservedCount: 8_192)) {
        // Each batch wakes ingest and then analysis, and nobody sees figures more often than that.
        queue = BoundedQueue(limits: limits, gathering: .milliseconds(20))
    }

    /// Never blocks. False when the item was dropped.
    @discardableResult
    public func offer(_ item: Item) -> Bool {
        queue.offer(item, byteCount: item.byteCount, isEssential: item.isEssential)
    }

    /// Offers events of one connection under one lock. Frames that do not fit are added to `gap`; an open gap is
    /// reported in front of the next event that fits, and closed.
    func offer(_ events: [WireEvent], gap: inout CaptureGap?) {
        queue.offerAll { state in
            for event in events {
                let item = Item.event(event)
                guard state.hasRoom(byteCount: item.byteCount, isEssential: item.isEssential) else {
                    state.counters.refused += 1
                    gap.extend(by: event)
                    continue
                }
                if let report = gap?.event(before: event) { state.append(.event(report), byteCount: 512) }
                gap = nil
                state.append(item, byteCount: item.byteCount)
            }
        }
    }

    /// Everything that waits, in order; empty when nothing came within `timeout`; nil when closed and drained.
    public func nextBatch(within timeout: Duration) -> [Item]? { queue.nextBatch(within: timeout) }

    /// Ends the stream: what waits can still be taken.
    public func close() { queue.close() }

    /// Frames that did not fit since the start, readable from any thread. Other items have a reserve of their own; should
    /// even that be full, they count here too.
    public var droppedFrames: Int64 { counters.refused }

    /// Taken and refused items since the start, readable from any thread.
    public var counters: BoundedQueue<Item>.Counters { queue.counters }
}

extension Tap.Item {
    /// What the item costs in memory, roughly.
    var byteCount: Int {
        guard case .event(let event) = self, case .frame(_, let frame) = event.kind else { return 512 }
        return 160 + (frame.payload?.count ?? 0)
    }

    var isEssential: Bool {
        guard case .event(let event) = self, case .frame = event.kind else { return true }
        return false
    }
}

extension CaptureGap? {
    fileprivate mutating func extend(by event: WireEvent) {
        guard case .frame(_, let frame) = event.kind else { return }
        var gap = self ?? CaptureGap(frames: 0, bytes: 0, cause: .tapFull)
        gap.frames += 1
        gap.bytes += Int64(frame.byteCount)
        self = gap
    }
}

extension CaptureGap {
    /// Stands where the lost frames stood: behind them, in front of `event`.
    fileprivate func event(before event: WireEvent) -> WireEvent {
        let sequence = if case .frame = event.kind { event.sequence - 1 } else { event.sequence }
        return WireEvent(connection: event.connection, sequence: sequence, at: event.at, kind: .captureGap(self))
    }
}
