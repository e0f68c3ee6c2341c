import LiveProtocol

/// What livetop did not understand, counted: protocol drift and broken messages.
public struct DriftCounter: Codable, Hashable, Sendable {
    /// How often each unknown path came, in both directions.
    public private(set) var paths: [String: Int64] = [:]
    /// Unknown fields beyond the paths that are kept.
    public private(set) var others: Int64 = 0
    /// Messages that could not be read, and why the last one could not.
    public private(set) var undecodable: Int64 = 0
    public private(set) var lastReason: String?

    static let pathLimit = 64

    public init() {}

    /// Unknown fields in all.
    public var unknownFields: Int64 { paths.values.reduce(others) { $0.addingClamped($1) } }

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .unknownField(_, let path):
            if paths[path] != nil || paths.count < Self.pathLimit {
                paths[path, default: 0] += 1
            } else {
                others += 1
            }
        case .undecodable(_, let reason, _):
            undecodable += 1
            lastReason = reason
        default: break
        }
    }
}
