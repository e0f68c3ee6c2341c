/// What a fault that somebody asked for has begun to do to a connection.
public struct FaultNote: Codable, Hashable, Sendable {
    /// The fault as it was asked for, such as `goaway@30s,left=10s`.
    public var fault: String
    /// What livetop does, in words: `sent goAway with 10 s left`.
    public var text: String
    /// The way that is concerned; nil for both and for none.
    public var direction: Direction?

    public init(fault: String, text: String, direction: Direction? = nil) {
        self.fault = fault
        self.text = text
        self.direction = direction
    }
}
