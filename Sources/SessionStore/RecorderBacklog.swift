public import LiveProtocol

/// What a queue refused: the recorder's, while the disk is full, locked or stuck, or that of analysis.
///
/// Whole frames are given up and counted, one `captureGap` for each connection; everything else (opened, closed,
/// assignments) is small and waits here, in order, until the queue has room again. The gap then takes the place of its
/// frames: before whatever the connection did next.
public struct RecorderBacklog: Sendable {
    /// Frames given up since the start, and their bytes on the wire.
    public private(set) var droppedFrames: Int64 = 0
    public private(set) var droppedBytes: Int64 = 0
    /// Other items given up: only when more than `limit` waited.
    public private(set) var droppedItems: Int64 = 0

    private var waiting: [RecordItem] = []
    private var gaps: [ConnectionID: WireEvent] = [:]
    private let limit: Int
    private let cause: CaptureGap.Cause

    /// - Parameters:
    ///   - limit: how many items other than frames may wait.
    ///   - cause: what the gaps say.
    public init(limit: Int = 10_000, cause: CaptureGap.Cause = .recorderFull) {
        (self.limit, self.cause) = (limit, cause)
    }

    /// Nothing waits.
    public var isEmpty: Bool { waiting.isEmpty && gaps.isEmpty }

    /// Hands `item` to `queue`, after everything that waits. `queue` says whether it had room.
    public mutating func offer(_ item: RecordItem, to queue: (RecordItem) -> Bool) {
        flush(to: queue)
        guard isEmpty, queue(item) else { return hold(item) }
    }

    /// Hands over what waits, as far as `queue` has room.
    public mutating func flush(to queue: (RecordItem) -> Bool) {
        guard !isEmpty else { return }
        var taken = 0
        while taken < waiting.count, queue(waiting[taken]) { taken += 1 }
        waiting.removeFirst(taken)
        // Asked with every frame while the queue is full: they are put in order once it has room for the first of them.
        guard waiting.isEmpty, let oldest = gaps.values.min(by: { $0.at < $1.at }), queue(.event(oldest)) else {
            return
        }
        gaps[oldest.connection] = nil
        for gap in gaps.values.sorted(by: { $0.at < $1.at }) {
            guard queue(.event(gap)) else { return }
            gaps[gap.connection] = nil
        }
    }

    /// Keeps `item`, or the memory of it.
    public mutating func hold(_ item: RecordItem) {
        if case .event(let event) = item {
            if case .frame(_, let frame) = event.kind { return drop(frame, of: event) }
            if let gap = gaps.removeValue(forKey: event.connection) { wait(.event(gap)) }
        }
        wait(item)
    }

    /// Gives `item` up: a frame becomes part of a gap, anything else is only counted.
    public mutating func leaveOut(_ item: RecordItem) {
        if case .event(let event) = item, case .frame(_, let frame) = event.kind {
            drop(frame, of: event)
        } else {
            droppedItems += 1
        }
    }

    /// Everything that waits, in order; nothing waits afterwards.
    public mutating func takeAll() -> [RecordItem] {
        var items: [RecordItem] = []
        flush { item in
            items.append(item)
            return true
        }
        return items
    }

    private mutating func wait(_ item: RecordItem) {
        if waiting.count < limit {
            waiting.append(item)
        } else {
            droppedItems += 1
        }
    }

    private mutating func drop(_ frame: Frame, of event: WireEvent) {
        var gap = CaptureGap(frames: 0, bytes: 0, cause: cause)
        if case .captureGap(let before)? = gaps[event.connection]?.kind { gap = before }
        // A frame may announce up to 2^63 - 1 bytes.
        let byteCount = Int64(frame.byteCount)
        gap.frames += 1
        gap.bytes = gap.bytes.addingClamped(byteCount)
        droppedFrames += 1
        droppedBytes = droppedBytes.addingClamped(byteCount)
        gaps[event.connection] = WireEvent(
            connection: event.connection, sequence: event.sequence, at: event.at, kind: .captureGap(gap))
    }
}
