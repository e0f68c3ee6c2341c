import Exports
import LiveProtocol

/// A foreign file as an import reads it, in portions that cut it anywhere.
struct Foreign {
    var events: [ImportedEvent] = []
    var tally = ImportTally()

    static let writtenAt = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    init(
        _ bytes: [UInt8], _ shape: ForeignShape, allSockets: Bool = false, portion: Int = 97,
        beside: [String: [UInt8]] = [:]
    ) throws {
        let settings = ForeignSettings(
            takesAllSockets: allSockets, writtenAt: Self.writtenAt,
            attachment: { name, take in
                guard let bytes = beside[name] else { return false }
                try take(bytes)
                return true
            })
        var reader = ForeignReader(shape, settings)
        for part in Self.portions(bytes, portion) { try reader.learn(part) }
        try reader.finishLearning()
        reader.digest = "d"
        for part in Self.portions(bytes, portion) { try reader.read(part) { events.append($0) } }
        try reader.finishReading { events.append($0) }
        tally = reader.tally
    }

    /// Tells the shape by the first bytes, as an import does.
    init(telling bytes: [UInt8], allSockets: Bool = false) throws {
        guard case .foreign(let shape) = try FileKind(head: bytes, path: "F") else {
            throw ImportError("it is one of our own")
        }
        try self.init(bytes, shape, allSockets: allSockets)
    }

    private static func portions(_ bytes: [UInt8], _ size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }

    /// Frames as the file's messages: direction, payload, time since the first event.
    var frames: [(direction: Direction, payload: [UInt8], at: Timestamp)] {
        events.compactMap { imported in
            guard case .frame(let direction, let frame) = imported.event.kind, !frame.opcode.isControl else {
                return nil
            }
            return (direction, frame.payload ?? [], imported.event.at)
        }
    }

    var openings: [ConnectionInfo] {
        events.compactMap { if case .opened(let info) = $0.event.kind { info } else { nil } }
    }

    var closures: [Closure] {
        events.compactMap { if case .closed(let closure) = $0.event.kind { closure } else { nil } }
    }
}
