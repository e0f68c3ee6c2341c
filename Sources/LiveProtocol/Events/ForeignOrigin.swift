/// Where a connection was recorded that livetop did not relay, and what that recording says of time.
///
/// It is part of the opening, so that everything that is made of the events knows of it: without times, the instants of a
/// connection's events only order them, and every figure that rests on an instant is unknown.
public struct ForeignOrigin: Codable, Hashable, Sendable {
    /// The program that made the file, as the file names it; nil where it does not say.
    public var tool: String?
    /// A digest of the whole file, by which it is known when it comes a second time.
    public var digest: String?
    /// It is known when each message crossed.
    public var isTimed: Bool
    /// It is known on which day and at what time the connection opened. Without, its instants count from when the file
    /// was written.
    public var isDated: Bool

    public init(tool: String? = nil, digest: String? = nil, isTimed: Bool = true, isDated: Bool = true) {
        self.tool = tool
        self.digest = digest
        self.isTimed = isTimed
        self.isDated = isDated
    }
}
