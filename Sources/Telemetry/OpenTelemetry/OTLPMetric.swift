/// One metric with its points as it is sent.
public struct OTLPMetric: Hashable, Sendable {
    public var name: String
    public var description: String
    /// In UCUM, such as `s` or `{token}`.
    public var unit: String
    public var kind: Kind
    public var points: [Point]

    public enum Kind: Hashable, Sendable {
        /// Counts from the start of the process, and never falls.
        case sum
        case gauge
        case histogram
    }

    public struct Point: Hashable, Sendable {
        public var attributes: [OTLPAttribute]
        public var value: Value
    }

    public enum Value: Hashable, Sendable {
        case number(Double)
        case buckets(BucketCounts)
    }
}
