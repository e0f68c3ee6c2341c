import LiveProtocol
import NIOCore

/// One fault of a call, and how far it has come.
struct ArmedFault {
    let fault: Fault
    var phase = FaultState.Phase.waiting
    /// What it has done so far.
    private(set) var hits = 0
    var dice: FaultDice
    /// Of `throttle`: until when the line is busy.
    var busyUntil: NIODeadline?
    /// Turns, messages or events since it was armed.
    private var seen = 0
    /// Messages that it could have concerned.
    private var matched = 0

    init(_ fault: Fault) {
        self.fault = fault
        dice = FaultDice(seed: fault.seed)
    }

    /// The way that a lasting fault concerns.
    var direction: Direction { fault.direction ?? fault.kind.name.directions.first ?? .serverToClient }

    /// A selector concerns the way that was named, else both.
    func concerns(_ direction: Direction) -> Bool { fault.direction.map { $0 == direction } ?? true }

    /// True when what has just passed is what it waits for.
    mutating func isTriggered(by direction: Direction, _ kinds: MessageKinds) -> Bool {
        guard phase == .waiting else { return false }
        switch fault.trigger {
        case .now, .after: return false
        case .turns(let number):
            guard direction == .serverToClient, kinds.contains(.turnComplete) else { return false }
            return isDue(number)
        case .messages(let number):
            guard direction == .serverToClient else { return false }
            return isDue(number)
        case .event(let selector):
            guard selector.matches(direction, kinds) else { return false }
            seen += 1
            return repeats ? seen % (fault.every ?? 1) == 0 : seen == 1
        }
    }

    /// `every` counts moments of what happens at once, and messages of what waits for one.
    private var repeats: Bool { fault.every != nil && !fault.kind.name.waitsForMessage }

    private mutating func isDue(_ number: Int) -> Bool {
        seen += 1
        guard repeats, let every = fault.every else { return seen == number }
        return seen >= number && (seen - number) % every == 0
    }

    /// It is at its moment.
    mutating func begin() {
        let name = fault.kind.name
        phase = name.isLasting || name.waitsForMessage ? .active : repeats ? .waiting : .over
        if phase != .active { hits += 1 }
    }

    /// A message is there that it could concern: true where it does.
    mutating func hit() -> Bool {
        matched += 1
        if let every = fault.every {
            guard matched % every == 0 else { return false }
        } else if !fault.kind.name.isLasting {
            phase = .over
        }
        hits += 1
        return true
    }
}
