import Glibc

/// One WebSocket connection of the load: a non-blocking socket, what waits to be written, and the scanner of what comes.
final class Wire {
    enum Phase {
        /// The HTTP head of the other side is not complete.
        case handshake
        case open
        case closed
    }

    let socket: Int32
    var phase = Phase.handshake
    /// The setup message has been answered (client) or received (upstream).
    var isReady = false
    /// Stamped messages sent so far; the next one's sequence.
    var sent: UInt64 = 0
    /// Stamped messages received so far.
    var received: UInt64 = 0
    /// Stamped messages whose sequence was not the expected one: lost, doubled or out of order.
    var misplaced: UInt64 = 0

    private var outbox: [UInt8] = []
    private var written = 0
    private var carried: [UInt8] = []
    private var head: [UInt8] = []
    private var scanner: FrameScanner

    init(_ socket: Int32, expecting template: MessageTemplate) {
        self.socket = socket
        scanner = FrameScanner(expecting: template)
    }

    func queue(_ text: String) { outbox.append(contentsOf: text.utf8) }

    func queue(_ template: MessageTemplate, at now: UInt64) {
        template.append(Stamp(sentAt: now, sequence: sent), to: &outbox)
        if template.stampOffset != nil { sent += 1 }
    }

    /// Writes what the socket takes.
    func flush() {
        while written < outbox.count, phase != .closed {
            let count = outbox.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress?.advanced(by: written), $0.count - written, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN || errno == ENOTCONN { return }
            guard count > 0 else { return close() }
            written += count
        }
        outbox.removeAll(keepingCapacity: true)
        written = 0
    }

    /// Reads until the socket is empty, and calls `body` with every message that is complete: its stamp, nil for
    /// messages without one, and when the read that completed it returned.
    func receive(into scratch: UnsafeMutableRawBufferPointer, _ body: (Stamp?, _ now: UInt64) -> Void) {
        while phase == .open {
            let carriedCount = carried.count
            scratch.copyBytes(from: carried)
            let room = scratch.count - carriedCount
            let count = recv(socket, scratch.baseAddress?.advanced(by: carriedCount), room, 0)
            if count < 0, errno == EAGAIN { return }
            guard count > 0 else { return close() }
            scan(UnsafeRawBufferPointer(rebasing: scratch[..<(carriedCount + count)]), body)
            // A short read means that the socket is empty; the next edge will say when it is not.
            if count < room { return }
        }
    }

    /// Reads the HTTP head, byte for byte up to the empty line; nil while it is incomplete or when the peer is gone.
    func receiveHead() -> String? {
        var byte: UInt8 = 0
        while phase == .handshake {
            let count = recv(socket, &byte, 1, 0)
            if count < 0, errno == EAGAIN || errno == ENOTCONN { return nil }
            guard count == 1 else {
                close()
                return nil
            }
            head.append(byte)
            if head.suffix(4).elementsEqual([13, 10, 13, 10]) { return String(decoding: head, as: UTF8.self) }
        }
        return nil
    }

    func close() {
        guard phase != .closed else { return }
        phase = .closed
        Glibc.close(socket)
    }

    private func scan(_ bytes: UnsafeRawBufferPointer, _ body: (Stamp?, UInt64) -> Void) {
        let now = MonotonicClock.now
        var position = 0
        carried.removeAll(keepingCapacity: true)
        while position < bytes.count {
            guard case .frame(let stamp) = scanner.next(bytes, &position) else {
                carried.append(contentsOf: bytes[position...])
                return
            }
            if let stamp { count(stamp) }
            body(stamp, now)
        }
    }

    private func count(_ stamp: Stamp) {
        if stamp.sequence != received { misplaced += 1 }
        received += 1
    }
}
