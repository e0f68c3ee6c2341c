public import LiveProtocol

/// Prices of the models, as data: exact ids first, then families in order, first match wins.
///
/// Built in as of `dated`; meant to be replaced from a file in the configuration folder. A price that is not known is
/// not there, and then there is no cost: a sum that leaves a part out would look like one that is complete.
public struct PriceTable: Hashable, Sendable {
    /// The day the table was checked, such as `2026-11-20`.
    public var dated: String
    public var models: [ModelPrices]
    public var families: [ModelPrices]

    public init(dated: String, models: [ModelPrices] = [], families: [ModelPrices] = []) {
        self.dated = dated
        self.models = models
        self.families = families
    }

    /// The prices of a model named in any of the wire's forms; nil when nothing matches.
    public func prices(for model: String) -> ModelPrices? {
        let id = ModelTable.bareID(model)
        return models.first { $0.id == id } ?? families.first { id.contains($0.id) }
    }
}

/// US dollars per million tokens of one model.
public struct ModelPrices: Hashable, Sendable {
    /// Exact bare id, or for a family the text its ids contain.
    public var id: String
    public var input: [Modality: Double]
    public var output: [Modality: Double]
    /// Who published them.
    public var source: String

    public init(id: String, input: [Modality: Double], output: [Modality: Double], source: String) {
        self.id = id
        self.input = input
        self.output = output
        self.source = source
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

extension PriceTable {
    /// Published prices, checked on the day of the table: replace them by those of the bill.
    public static let builtIn = PriceTable(
        dated: "2026-09-18",
        models: [
            // What audio costs on its way out has not been published where livetop's authors looked.
            ModelPrices(
                id: "gemini-3.8-live", input: [.text: 0.75, .audio: 3, .image: 1, .video: 1], output: [:],
                source: "Laisky/one-api#409"),
            ModelPrices(
                id: "gemini-3.8-live-extended-thinking", input: [.text: 0.75, .audio: 3, .image: 1, .video: 1],
                output: [.text: 4.5], source: "Laisky/one-api#409; Vercel AI Gateway"),
        ],
        families: [
            ModelPrices(
                id: "2.5-flash-native-audio", input: [.text: 0.5, .audio: 3, .image: 3, .video: 3],
                output: [.text: 2, .audio: 12], source: "output: BerriAI/litellm#38457; input: not verified")
        ]
    )
}
