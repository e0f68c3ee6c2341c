import LiveProtocol
import NIOCore

/// Bytes of one direction that wait for their time, in their order, and messages that were taken out of it. Confined to the
/// call's event loop.
final class FaultQueue {
    private struct Item {
        var bytes: ByteBuffer
        var release: NIODeadline
        /// They end within a frame or a message.
        var leavesOpen: Bool
        /// With what it takes to keep it: frames may have two bytes.
        var byteCount: Int { bytes.readableBytes + 64 }
    }

    var emit: (ByteBuffer) -> Void = { _ in }
    /// About what all that waits takes.
    private(set) var byteCount = 0
    private let eventLoop: any EventLoop
    private var items = CircularBuffer<Item>()
    private var timer: Scheduled<Void>?
    /// Those that come later than what followed them.
    private var held: [Int: ByteBuffer] = [:]
    private var heldCount = 0
    /// Goes behind the next message.
    private var swapped: ByteBuffer?
    /// What has been passed on ends within a frame or a message: nothing may come in between.
    private var isOpen: Bool
    /// Waits for the end of that.
    private var interjected: [(bytes: ByteBuffer, whenPassed: () -> Void)] = []
    private var hasEnded = false

    init(on eventLoop: any EventLoop, isOpen: Bool) {
        self.eventLoop = eventLoop
        self.isOpen = isOpen
    }

    /// Something waits in front of what comes now, or it is itself to wait.
    func isLate(_ release: NIODeadline) -> Bool { !items.isEmpty || release > eventLoop.now }

    /// In order: nothing is passed on before what came before it.
    func append(_ bytes: ByteBuffer, at release: NIODeadline, leavesOpen: Bool = false) {
        defer { if !leavesOpen { unswap(at: release) } }
        guard isLate(release) else { return pass(bytes, leavesOpen) }
        let release = max(release, items.last?.release ?? release)
        let item = Item(bytes: bytes, release: release, leavesOpen: leavesOpen)
        items.append(item)
        byteCount += item.byteCount
        setTimer()
    }

    func hold(_ bytes: ByteBuffer, for time: Duration) {
        heldCount += 1
        let number = heldCount
        held[number] = bytes
        byteCount += bytes.readableBytes
        eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [weak self] in
            guard let self, let bytes = held.removeValue(forKey: number) else { return }
            byteCount -= bytes.readableBytes
            interject(bytes)
        }
    }

    /// Passes on what is in no order, as soon as it comes between no two pieces of a message.
    func interject(_ bytes: ByteBuffer, _ whenPassed: @escaping () -> Void = {}) {
        guard !isOpen else { return interjected.append((bytes, whenPassed)) }
        whenPassed()
        emit(bytes)
    }

    private func pass(_ bytes: ByteBuffer, _ leavesOpen: Bool) {
        emit(bytes)
        isOpen = leavesOpen
        guard !isOpen, !interjected.isEmpty else { return }
        let waiting = interjected
        interjected = []
        for item in waiting { interject(item.bytes, item.whenPassed) }
    }

    func swap(_ bytes: ByteBuffer) {
        unswap(at: eventLoop.now)
        swapped = bytes
    }

    private func unswap(at release: NIODeadline) {
        guard let bytes = swapped.take() else { return }
        append(bytes, at: release)
    }

    private func setTimer() {
        guard timer == nil, !hasEnded, let first = items.first, first.release < .distantFuture else { return }
        timer = eventLoop.assumeIsolated().scheduleTask(deadline: first.release) { [weak self] in
            guard let self else { return }
            timer = nil
            releaseDue()
            setTimer()
        }
    }

    private func releaseDue() {
        let now = eventLoop.now
        while let first = items.first, first.release <= now {
            items.removeFirst()
            byteCount -= first.byteCount
            pass(first.bytes, first.leavesOpen)
        }
    }

    /// What waited without an end may go.
    func goOn() {
        let now = eventLoop.now
        for index in items.indices where items[index].release == .distantFuture { items[index].release = now }
        timer?.cancel()
        timer = nil
        releaseDue()
        setTimer()
    }

    /// What waits goes at once, in its order, what was held last: the sender has ended, or nothing is held back any more.
    func releaseAll() {
        timer?.cancel()
        timer = nil
        let waiting = Array(items)
        let outside = [swapped.take()].compactMap(\.self) + held.sorted { $0.key < $1.key }.map(\.value)
        items.removeAll()
        (held, byteCount) = ([:], 0)
        for item in waiting { pass(item.bytes, item.leavesOpen) }
        for bytes in outside { interject(bytes) }
    }

    func cancel() {
        hasEnded = true
        timer?.cancel()
        timer = nil
        emit = { _ in }
    }
}
