public import LiveProtocol

/// What was billed of one model in a session. From it a cost can be told with other prices than those that were known when
/// the session was folded.
public struct ModelBill: Codable, Hashable, Sendable {
    /// As the setup named it.
    public var model: String?
    public var input: TokenCounts
    public var output: TokenCounts

    public init(model: String?, input: TokenCounts, output: TokenCounts) {
        self.model = model
        self.input = input
        self.output = output
    }
}

extension PriceTable {
    /// What all of it costs in US dollars at the prices of `day`, that of the call; nil when some of it has no price.
    public func cost(of bills: [ModelBill], on day: CalendarDay?) -> Double? {
        var sum = 0.0
        for bill in bills where bill.input.total != 0 || bill.output.total != 0 {
            let prices = bill.model.flatMap { self.prices(for: $0, on: day) }
            guard let cost = prices?.cost(input: bill.input, output: bill.output) else { return nil }
            sum += cost
        }
        return sum
    }
}
