/// One plain HTTP request that passed through, without its bodies and without credentials.
public struct HTTPExchange: Hashable, Sendable {
    /// When the request head had arrived.
    public var at: Timestamp
    public var tag: String?
    public var method: String
    /// Path and query, credentials replaced.
    public var target: String
    /// Status that the client received; nil when the client left before one came.
    public var status: Int?
    public var requestBytes: Int64
    public var responseBytes: Int64
    /// Request head to response head; nil when none came.
    public var timeToHead: Duration?
    /// Request head to the end of the response body.
    public var duration: Duration
    /// Why it failed, credentials replaced; nil when it did not.
    public var failure: String?

    public init(
        at: Timestamp, tag: String?, method: String, target: String, status: Int?, requestBytes: Int64,
        responseBytes: Int64, timeToHead: Duration?, duration: Duration, failure: String?
    ) {
        self.at = at
        self.tag = tag
        self.method = method
        self.target = target
        self.status = status
        self.requestBytes = requestBytes
        self.responseBytes = responseBytes
        self.timeToHead = timeToHead
        self.duration = duration
        self.failure = failure
    }
}
