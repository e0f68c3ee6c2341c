internal import LiveProtocol

/// What is counted of every frame: additions in fixed places, no dictionary on the way of a frame.
struct TrafficCounts: Hashable, Sendable {
    private var messages = [Int64](repeating: 0, count: Direction.allCases.count * MessageKind.allCases.count)
    private var controls = [Int64](repeating: 0, count: Direction.allCases.count * Control.allCases.count)
    private var bytes = [Int64](repeating: 0, count: Direction.allCases.count)

    private enum Control: Int, CaseIterable {
        case ping, pong, close

        init?(_ opcode: Opcode) {
            switch opcode {
            case .ping: self = .ping
            case .pong: self = .pong
            case .close: self = .close
            default: return nil
            }
        }
    }

    mutating func frame(_ direction: Direction, _ opcode: Opcode, _ byteCount: Int) {
        bytes[Int(direction.rawValue)] &+= Int64(byteCount)
        guard let control = Control(opcode) else { return }
        controls[Int(direction.rawValue) * Control.allCases.count + control.rawValue] &+= 1
    }

    mutating func message(_ direction: Direction, _ kind: MessageKind) {
        messages[Int(direction.rawValue) * MessageKind.allCases.count + kind.ordinal] &+= 1
    }

    func write(into samples: inout MetricSamples) {
        for direction in Direction.allCases {
            let place = Int(direction.rawValue)
            samples.set(.frameBytes, direction.label, to: Double(bytes[place]))
            for kind in MessageKind.allCases {
                let count = messages[place * MessageKind.allCases.count + kind.ordinal]
                samples.set(.frames, direction.label, kind.rawValue, to: Double(count))
            }
            for control in Control.allCases {
                let count = controls[place * Control.allCases.count + control.rawValue]
                samples.set(.frames, direction.label, "\(control)", to: Double(count))
            }
        }
    }
}
