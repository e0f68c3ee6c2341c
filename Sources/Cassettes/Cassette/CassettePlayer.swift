import LiveProtocol
import Simulator

/// The recorded server of one connection as a value: messages and alarms go in, actions come out. No socket, no clock.
///
/// What the server says waits for what the client had said before it (a gate), and then for as long as it took then.
/// Strict, each message of the client must be the recorded one. Lenient, a gate opens for a message of its kind, and a
/// gate of streamed media for as many bytes as were streamed up to there, or for what the client said after the stream:
/// no two runs cut their sound alike.
struct CassettePlayer: Sendable {
    enum Action: Equatable, Sendable {
        case send([UInt8], isText: Bool)
        /// Ring with this number after so long.
        case wait(Duration, Int)
        case close(Cassette.Tape.Closing)
        case fail(CassetteDifference)
    }

    private let steps: [Cassette.Tape.Step]
    private let closing: Cassette.Tape.Closing?
    private let isStrict: Bool
    /// Payloads of the recorded client, in order.
    private let recorded: [[UInt8]]
    /// Steps that are over.
    private var place = 0
    private var isWaiting = false
    private var isOver = false
    /// Messages received, and those that gates have taken, where strict.
    private var received = 0
    private var taken = 0
    /// Messages that no gate has taken, by kind, where lenient.
    private var heard: [MessageKind: Int] = [:]
    private var streamedBytes = 0
    private var recordedStreamBytes = 0

    init(_ tape: Cassette.Tape, isStrict: Bool) {
        steps = tape.steps
        closing = tape.closing
        self.isStrict = isStrict
        recorded = tape.steps.filter { $0.direction == .clientToServer }.map(\.payload)
    }

    /// Everything that the server said has been said.
    var isComplete: Bool { place == steps.count }

    mutating func begin() -> [Action] { goOn() }

    mutating func receive(_ payload: [UInt8]) -> [Action] {
        guard !isOver else { return [] }
        received += 1
        if isStrict {
            if let difference = difference(in: payload) {
                isOver = true
                return [.fail(difference)]
            }
        } else if let kind = Self.kind(of: payload) {
            heard[kind, default: 0] += 1
        } else {
            streamedBytes += payload.count
        }
        return goOn()
    }

    mutating func ring(_ number: Int) -> [Action] {
        guard isWaiting, number == place, !isOver else { return [] }
        isWaiting = false
        guard place < steps.count else {
            isOver = true
            return closing.map { [.close($0)] } ?? []
        }
        let step = steps[place]
        place += 1
        return [.send(step.payload, isText: step.isText)] + goOn()
    }

    /// The client is gone. Where strict, what it had still to say.
    mutating func end() -> CassetteDifference? {
        defer { isOver = true }
        guard isStrict, !isOver, received < recorded.count else { return nil }
        return CassetteDifference(
            message: received + 1, recorded: String(decoding: recorded[received].prefix(200), as: UTF8.self),
            received: nil)
    }

    private func difference(in payload: [UInt8]) -> CassetteDifference? {
        guard received <= recorded.count else {
            return CassetteDifference(
                message: received, recorded: nil, received: String(decoding: payload.prefix(200), as: UTF8.self))
        }
        return MessageComparison.difference(recorded[received - 1], payload, message: received)
    }

    private mutating func goOn() -> [Action] {
        guard !isWaiting else { return [] }
        while place < steps.count {
            let step = steps[place]
            if step.direction == .serverToClient { return wait(step.after) }
            guard opens(for: step) else { return [] }
            place += 1
        }
        guard let closing, closing.isByServer else { return [] }
        return wait(closing.after)
    }

    private mutating func wait(_ length: Duration) -> [Action] {
        isWaiting = true
        return [.wait(length, place)]
    }

    // MARK: Gates

    private mutating func opens(for step: Cassette.Tape.Step) -> Bool {
        if isStrict {
            guard taken < received else { return false }
            taken += 1
            return true
        }
        if let kind = Self.kind(of: step.payload) {
            guard let count = heard[kind], count > 0 else { return false }
            heard[kind] = count - 1
            return true
        }
        let needed = recordedStreamBytes + step.payload.count
        guard streamedBytes >= needed || isPastStream else { return false }
        recordedStreamBytes = needed
        return true
    }

    /// The client has said something that it said after this stream.
    private var isPastStream: Bool {
        steps[place...].contains { step in
            guard step.direction == .clientToServer, let kind = Self.kind(of: step.payload) else { return false }
            return heard[kind, default: 0] > 0
        }
    }

    /// Nil for a message that is nothing but streamed media.
    private static func kind(of payload: [UInt8]) -> MessageKind? {
        let kinds = MessageClassifier.kinds(of: payload)?.all ?? [.unknown]
        return kinds.first { $0 != .realtimeAudio && $0 != .realtimeVideo }
    }
}
