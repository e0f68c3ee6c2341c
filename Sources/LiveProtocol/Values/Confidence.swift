/// How far an estimated value can be relied on.
public enum Confidence: String, Codable, Hashable, Sendable {
    case low
    case high
}
