/// How far long work has come, for whoever shows it to a person.
public struct WorkStep: Hashable, Sendable {
    /// What is being done, `importing`. Work of several parts has one for each.
    public var verb: String
    /// How many are done by now, and of what: `frames`.
    public var count: Int
    public var unit: String
    /// Of all there is to do, 0 to 1; nil where nobody knows.
    public var share: Double?

    /// - Parameter share: 1 when that part of the work is done.
    public init(_ verb: String, _ count: Int, _ unit: String, share: Double?) {
        (self.verb, self.count, self.unit) = (verb, count, unit)
        self.share = share.map { min(max($0, 0), 1) }
    }

    /// - Parameter total: how many there are to do.
    public init(_ verb: String, _ count: Int, of total: Int, _ unit: String) {
        self.init(verb, count, unit, share: total > 0 ? Double(count) / Double(total) : 1)
    }

    /// Told of each step; whoever shows it decides when to look.
    public typealias Telling = (WorkStep) -> Void
}
