/// What livetop did to a frame because somebody had asked for a fault (decision 0012). A frame without one crossed as it
/// was, and at once.
///
/// Raw values are the column `fault` of table `frames`.
public enum FrameFault: UInt8, CaseIterable, Hashable, Sendable {
    /// livetop made it: the receiver got it, and the sender has never sent it.
    case injected = 1
    /// The receiver got this in place of a `replaced` one.
    case changed = 2
    /// The sender sent it, and the receiver never got it.
    case withheld = 3
    /// The sender sent it, and the receiver got a `changed` one.
    case replaced = 4
    /// The receiver got it later than it came, or in another order.
    case late = 5

    /// The spelling in exports.
    public var name: String {
        switch self {
        case .injected: "injected"
        case .changed: "changed"
        case .withheld: "withheld"
        case .replaced: "replaced"
        case .late: "late"
        }
    }

    public init?(name: some StringProtocol) {
        guard let fault = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = fault
    }

    /// The client's socket has seen the frame.
    public func isClients(_ direction: Direction) -> Bool {
        switch self {
        case .late: true
        case .injected, .changed: direction == .serverToClient
        case .withheld, .replaced: direction == .clientToServer
        }
    }

    /// The service has said or heard the frame: what is counted, timed and judged is made of these alone.
    public func isServices(_ direction: Direction) -> Bool {
        self == .late || !isClients(direction)
    }
}

extension Frame {
    /// The client has sent or received it.
    public func isClients(_ direction: Direction) -> Bool { fault?.isClients(direction) ?? true }

    /// The service has sent or received it.
    public func isServices(_ direction: Direction) -> Bool { fault?.isServices(direction) ?? true }
}
