public import LiveProtocol

/// Whom a fault is for.
public enum FaultTarget: Hashable, Sendable {
    /// The call that runs there, now.
    case connection(ConnectionID)
    /// Calls with that tag: those that run, and those that come.
    case tag(String)
    /// So many of the calls that come.
    case next(Int)
    /// All that come.
    case all

    public var words: String {
        switch self {
        case .connection(let connection): "connection \(connection)"
        case .tag(let tag): "tag \(tag)"
        case .next(1): "the next connection"
        case .next(let count): "the next \(count) connections"
        case .all: "every connection"
        }
    }
}
