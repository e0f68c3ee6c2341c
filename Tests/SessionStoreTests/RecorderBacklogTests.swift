import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

@Suite struct RecorderBacklogTests {
    @Test func `while there is room everything passes through`() {
        var backlog = RecorderBacklog()
        var queue: [RecordItem] = []
        for item in [WireEvent.opened(), .frame(1)].items {
            backlog.offer(item) {
                queue.append($0); return true
            }
        }
        #expect(queue == [WireEvent.opened(), .frame(1)].items)
        #expect(backlog.droppedFrames == 0)
    }

    @Test func `refused frames become one gap per connection, in the place of the frames`() {
        var backlog = RecorderBacklog()
        for item in [WireEvent.frame(1), .frame(1, of: .second), .frame(2), .closed(2), .frame(2, of: .second)].items {
            backlog.offer(item) { _ in false }
        }
        var queue: [RecordItem] = []
        backlog.offer(WireEvent.frame(3, of: .second).item) {
            queue.append($0); return true
        }
        #expect(
            queue == [
                gap(.first, 2, frames: 2), WireEvent.closed(2).item, gap(.second, 2, frames: 2),
                WireEvent.frame(3, of: .second).item,
            ])
        #expect(backlog.droppedFrames == 4)
        #expect(backlog.droppedBytes == 8)
    }

    @Test func `what waits goes before what comes`() {
        var backlog = RecorderBacklog()
        backlog.offer(WireEvent.opened().item) { _ in false }
        var room = 1
        var queue: [RecordItem] = []
        let take: (RecordItem) -> Bool = { item in
            guard room > 0 else { return false }
            room -= 1
            queue.append(item)
            return true
        }
        backlog.offer(WireEvent.opened(.second).item, to: take)
        #expect(queue == [WireEvent.opened().item])
        room = 5
        backlog.flush(to: take)
        #expect(queue == [WireEvent.opened().item, WireEvent.opened(.second).item])
    }

    @Test func `memory is bounded, and what does not fit is counted`() {
        var backlog = RecorderBacklog(limit: 10)
        for sequence in 1...50 { backlog.offer(WireEvent.closed(Int64(sequence)).item) { _ in false } }
        #expect(backlog.droppedItems == 40)
        #expect(backlog.takeAll().count == 10)
        #expect(backlog.takeAll().isEmpty)
    }

    /// However room comes and goes: nothing but frames is lost, and each lost frame is in exactly one gap.
    @Test func `frames written and frames in gaps add up`() {
        expectProperty { random in
            var source = RandomEvents(random: random)
            let events = source.events(200, of: [.first, .second]).filter { event in
                if case .captureGap = event.kind { false } else { true }
            }
            var backlog = RecorderBacklog()
            var queue: [RecordItem] = []
            var isOpen = true
            for event in events {
                if source.random.isOne(in: 10) { isOpen.toggle() }
                backlog.offer(event.item) { item in
                    if isOpen { queue.append(item) }
                    return isOpen
                }
            }
            queue += backlog.takeAll()
            try #require(written(queue, isFrame: false) == written(events.items, isFrame: false))
            try #require(
                Int64(written(queue, isFrame: true).count) + gapFrames(queue)
                    == Int64(written(events.items, isFrame: true).count))
            try #require(gapFrames(queue) == backlog.droppedFrames)
        }
    }

    private func gap(_ connection: ConnectionID, _ sequence: Int64, frames: Int64) -> RecordItem {
        .event(
            WireEvent(
                connection: connection, sequence: sequence, at: .seconds(Double(sequence), after: anchor),
                kind: .captureGap(CaptureGap(frames: frames, bytes: 2 * frames, cause: .recorderFull))))
    }

    private func written(_ items: [RecordItem], isFrame wanted: Bool) -> [RecordItem] {
        items.filter { item in
            guard case .event(let event) = item else { return false }
            if case .captureGap = event.kind { return false }
            if case .frame = event.kind { return wanted }
            return !wanted
        }
    }

    private func gapFrames(_ items: [RecordItem]) -> Int64 {
        items.reduce(0) { sum, item in
            guard case .event(let event) = item, case .captureGap(let gap) = event.kind else { return sum }
            return sum + gap.frames
        }
    }
}
