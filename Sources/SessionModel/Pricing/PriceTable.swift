public import LiveProtocol

/// Prices of the models, as data: exact ids first, then families in order. Of several rows of one model the one that held
/// on the day of the call counts.
///
/// Built in as of `dated` (`PriceTable+BuiltIn`); meant to be replaced from a file in the configuration folder. A price
/// that is not known is not there, and then there is no cost: a sum that leaves a part out would look like one that is
/// complete.
public struct PriceTable: Codable, Hashable, Sendable {
    /// The day the table was checked, such as `2026-11-28`.
    public var dated: String
    /// What is said first goes before what is said later.
    public var models: [ModelPrices]
    public var families: [ModelPrices]

    public init(dated: String, models: [ModelPrices] = [], families: [ModelPrices] = []) {
        self.dated = dated
        self.models = models
        self.families = families
    }

    /// The prices of a model named in any of the wire's forms, as they were on `day`; nil when nothing matches, and for a
    /// day that nobody knows where prices have changed.
    public func prices(for model: String, on day: CalendarDay?) -> ModelPrices? {
        let id = ModelTable.bareID(model)
        let exact = models.filter { $0.id == id }
        if !exact.isEmpty { return Self.held(exact, on: day) }
        guard let family = families.first(where: { id.contains($0.id) })?.id else { return nil }
        return Self.held(families.filter { $0.id == family }, on: day)
    }

    /// Of rows about one model. What a file of the user says goes before what is built in, wherever it holds.
    private static func held(_ rows: [ModelPrices], on day: CalendarDay?) -> ModelPrices? {
        guard let day else {
            let own = rows.filter { $0.origin != nil }
            let said = own.isEmpty ? rows : own
            return said.count == 1 ? said.first { $0.from == nil } : nil
        }
        var best: ModelPrices?
        for row in rows where row.from.map({ $0 <= day }) ?? true {
            guard let known = best else {
                best = row
                continue
            }
            // Of one origin the youngest row; of equals the first.
            if known.origin == row.origin, isLater(row.from, than: known.from) { best = row }
        }
        return best
    }

    private static func isLater(_ day: CalendarDay?, than other: CalendarDay?) -> Bool {
        guard let day else { return false }
        return other.map { $0 < day } ?? true
    }
}

/// US dollars per million tokens of one model.
public struct ModelPrices: Codable, Hashable, Sendable {
    /// Exact bare id, or for a family the text its ids contain.
    public var id: String
    /// The first day on which they hold; nil for those that always have.
    public var from: CalendarDay?
    public var input: [Modality: Double]
    public var output: [Modality: Double]
    /// US dollars for a thousand searches that ground an answer; they are no tokens, and in no cost.
    public var thousandSearches: Double?
    /// Who published them.
    public var source: String
    /// The file that said so; nil for what is built in.
    public var origin: String?

    public init(
        id: String, from: CalendarDay? = nil, input: [Modality: Double], output: [Modality: Double],
        thousandSearches: Double? = nil, source: String, origin: String? = nil
    ) {
        self.id = id
        self.from = from
        self.input = input
        self.output = output
        self.thousandSearches = thousandSearches
        self.source = source
        self.origin = origin
    }

    /// What the tokens cost in US dollars; nil when some of them have no price.
    public func cost(input: TokenCounts, output: TokenCounts) -> Double? {
        guard let input = Self.cost(input, self.input), let output = Self.cost(output, self.output) else { return nil }
        return input + output
    }

    private static func cost(_ counts: TokenCounts, _ prices: [Modality: Double]) -> Double? {
        var sum = 0.0
        for modality in Modality.allCases where counts[modality] != 0 {
            guard let price = prices[modality] else { return nil }
            sum += Double(counts[modality]) * price / 1e6
        }
        return sum
    }
}
