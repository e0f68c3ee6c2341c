public import LiveProtocol

/// Something that a file says happened, and in which session.
public struct ImportedEvent: Hashable, Sendable {
    public var session: SessionID
    public var event: WireEvent

    public init(session: SessionID, event: WireEvent) {
        self.session = session
        self.event = event
    }
}

/// Why a file cannot be imported.
public struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    public var reason: String
    /// From 1; nil where the file has no lines.
    public var line: Int?
    /// What would help; nil where nothing better is known than to export the session anew.
    public var remedy: String?

    public init(_ reason: String, line: Int? = nil, remedy: String? = nil) {
        self.reason = reason
        self.line = line
        self.remedy = remedy
    }

    public var description: String { (line.map { "line \($0): " } ?? "") + reason }
}
