public import LiveProtocol

/// Frames and bytes of the session, and how fast they come.
public struct Traffic: Codable, Hashable, Sendable {
    public private(set) var up = Flow()
    public private(set) var down = Flow()
    /// Frames and bytes that were relayed and could not be captured.
    public private(set) var droppedFrames: Int64 = 0
    public private(set) var droppedBytes: Int64 = 0

    /// One direction.
    public struct Flow: Codable, Hashable, Sendable {
        public var frames: Int64 = 0
        /// Payload bytes on the wire.
        public var bytes: Int64 = 0
        public var messages: Int64 = 0
        public var lastFrameAt: Timestamp?
    }

    /// The seconds that rates are taken over, whole ones before the current.
    public static let rateWindow = 4

    /// Counts of one second of the clock; a slot is used again `slots.count` seconds later.
    private struct Slot: Codable, Hashable, Sendable {
        var second: Int64 = .min
        var frames: Int64 = 0
        var bytes: Int64 = 0
    }

    private var slots = [Slot](repeating: Slot(), count: 8)

    public init() {}

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .frame(let direction, _, let byteCount):
            if direction == .clientToServer {
                up.add(byteCount, at: event.at)
            } else {
                down.add(byteCount, at: event.at)
            }
            count(byteCount, at: event.at)
        case .message(let direction, _):
            if direction == .clientToServer { up.messages += 1 } else { down.messages += 1 }
        case .wire(.captureGap(let gap)):
            droppedFrames = droppedFrames.addingClamped(gap.frames)
            droppedBytes = droppedBytes.addingClamped(gap.bytes)
        default: break
        }
    }

    private mutating func count(_ byteCount: Int, at instant: Timestamp) {
        let second = Self.second(instant)
        let index = Self.slot(second, of: slots.count)
        if slots[index].second != second { slots[index] = Slot(second: second) }
        slots[index].frames += 1
        slots[index].bytes = slots[index].bytes.addingClamped(Int64(byteCount))
    }

    public var frames: Int64 { up.frames.addingClamped(down.frames) }

    /// Frames a second in both directions, over the last whole seconds.
    public func framesPerSecond(at now: Timestamp) -> Double { rate(at: now, \.frames) }

    /// Payload bytes a second in both directions, over the last whole seconds.
    public func bytesPerSecond(at now: Timestamp) -> Double { rate(at: now, \.bytes) }

    private func rate(at now: Timestamp, _ quantity: KeyPath<Slot, Int64>) -> Double {
        let current = Self.second(now)
        let window = current.subtractingClamped(Int64(Self.rateWindow))..<current
        let sum = slots.lazy.filter { window.contains($0.second) }.reduce(Int64(0)) {
            $0.addingClamped($1[keyPath: quantity])
        }
        return Double(sum) / Double(Self.rateWindow)
    }

    private static func second(_ instant: Timestamp) -> Int64 { instant.nanoseconds / 1_000_000_000 }

    private static func slot(_ second: Int64, of count: Int) -> Int {
        Int(truncatingIfNeeded: UInt64(bitPattern: second) % UInt64(count))
    }
}

extension Traffic.Flow {
    fileprivate mutating func add(_ byteCount: Int, at instant: Timestamp) {
        frames += 1
        bytes = bytes.addingClamped(Int64(byteCount))
        lastFrameAt = instant
    }
}
