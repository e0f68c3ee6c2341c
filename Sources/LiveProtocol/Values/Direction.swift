/// Which way something travelled. The client is the app, the server is the Live service (the *upstream*).
public enum Direction: UInt8, CaseIterable, Codable, Hashable, Sendable {
    /// From the app to the service: *up*.
    case clientToServer = 0
    /// From the service to the app: *down*.
    case serverToClient = 1

    /// `up` or `down`: the spelling in exports, filters and on screen.
    public var name: String { self == .clientToServer ? "up" : "down" }

    public var opposite: Direction { self == .clientToServer ? .serverToClient : .clientToServer }
}
