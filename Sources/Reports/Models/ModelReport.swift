import Diagnosis
package import LiveProtocol
package import SessionModel
import Wording

/// What `livetop models` prints.
package struct ModelReport {
    private let profiles: ModelTable
    private let prices: PriceTable
    private let uses: [ModelUse]
    /// Which prices hold and what has ended is asked of this day.
    private let today: CalendarDay?

    package init(models: ModelTable, prices: PriceTable, uses: [ModelUse], today: CalendarDay?) {
        (profiles, self.prices, self.uses, self.today) = (models, prices, uses, today)
    }

    private var models: [ModelProfile] {
        var seen: Set<String> = []
        return profiles.models.filter { seen.insert($0.id).inserted }
    }

    /// Models that were called and that no row names.
    private var strangers: [String] {
        let known = Set(models.map(\.id))
        return Set(uses.map(\.model)).subtracting(known).sorted()
    }

    // MARK: Text

    package var text: String { text(within: nil) }

    /// The same in at most so many columns of a terminal, as far as that goes; nil for all.
    package func text(within columns: Int?) -> String {
        let table = TextTable(
            header: ["MODEL", "FAMILY", "WHERE", "CONTEXT", "$/M IN", "$/M OUT", "ENDS", "SESSIONS"],
            rightAligned: [3, 7],
            rows: models.map(row) + strangers.map(strangerRow)
        ).text(
            within: columns, shortened: ["MODEL", "$/M IN", "$/M OUT", "WHERE"],
            dropped: ["FAMILY", "WHERE", "$/M OUT", "$/M IN", "SESSIONS"])
        let checked =
            "prices are dollars per million tokens, of \(prices.dated); models checked \(profiles.dated)"
        return ([table, ""] + warnings + [checked]).joined(separator: "\n")
    }

    private func row(_ model: ModelProfile) -> [String] {
        let price = prices.prices(for: model.id, on: today)
        return [
            model.id, family(model.id), surfaces(model), model.contextLimit.map(String.init) ?? "–",
            Self.words(price?.input), Self.words(price?.output), end(of: model), count(model.id),
        ]
    }

    private func strangerRow(_ id: String) -> [String] {
        let limit = profiles.limit(for: id).map { "\($0.tokens) assumed" }
        return [id, family(id), "unknown", limit ?? "–", "–", "–", "unknown", count(id)]
    }

    private func family(_ id: String) -> String { ModelFamily(id).rawValue }

    private func surfaces(_ model: ModelProfile) -> String {
        let names = model.surfaces.map(\.words).sorted()
        return names.isEmpty ? "–" : names.joined(separator: ", ")
    }

    private func end(of model: ModelProfile) -> String {
        if model.isGone { return "gone" }
        guard let ends = model.ends else { return "–" }
        return model.hasEnded(by: today) ? "ended \(ends)" : "\(ends)"
    }

    private func count(_ id: String) -> String {
        let sessions = uses.filter { $0.model == id }.reduce(0) { $0 + $1.sessions }
        return sessions == 0 ? "–" : String(sessions)
    }

    /// One price where all modalities have the same.
    private static func words(_ prices: [Modality: Double]?) -> String {
        guard let prices, !prices.isEmpty else { return "–" }
        return Modality.allCases.compactMap { modality in
            prices[modality].map { "\(modality.rawValue.lowercased()) \(Format.significant($0))" }
        }.joined(separator: ", ")
    }

    /// Who still calls what has an end.
    private var warnings: [String] {
        models.flatMap { model -> [String] in
            let callers = uses.filter { $0.model == model.id }
            guard model.ends != nil || model.isGone, !callers.isEmpty else { return [] }
            let when =
                model.isGone ? "is gone" : end(of: model).hasPrefix("ended") ? end(of: model) : "ends \(end(of: model))"
            let instead = model.replacement.map { "; use \($0)" } ?? ""
            return ["\(model.id) \(when)\(instead). Called by"] + callers.map { "  " + ForeignText.clean($0.words) } + [
                ""
            ]
        }
    }

    // MARK: JSON

    /// Stable: other programs rely on these keys. Unknown is null.
    package var json: JSONValue {
        .object([
            ("schema", "livetop.models/1"), ("dated", .string(profiles.dated)),
            ("pricesDated", .string(prices.dated)), ("models", .array(models.map(object))),
            ("unknown", .array(strangers.map(object))),
        ])
    }

    private func object(_ model: ModelProfile) -> JSONValue {
        .object([
            ("id", .string(model.id)), ("family", .string(family(model.id))),
            ("surfaces", .array(model.surfaces.map(\.rawValue).sorted().map(JSONValue.string))),
            ("contextTokens", .integer(model.contextLimit)), ("outputTokens", .integer(model.outputLimit)),
            ("ends", .string(model.ends?.description)), ("isEnded", .bool(model.hasEnded(by: today))),
            ("replacement", .string(model.replacement)), ("source", .string(model.source)),
            ("origin", .string(model.origin ?? "built in")),
            ("prices", .array(prices.models.filter { $0.id == model.id }.map(object))),
            ("usedBy", .array(uses.filter { $0.model == model.id }.map(object))),
        ])
    }

    private func object(_ id: String) -> JSONValue {
        .object([
            ("id", .string(id)), ("family", .string(family(id))),
            ("assumedContextTokens", .integer(profiles.limit(for: id)?.tokens)),
            ("usedBy", .array(uses.filter { $0.model == id }.map(object))),
        ])
    }

    private func object(_ prices: ModelPrices) -> JSONValue {
        .object([
            ("from", .string(prices.from?.description)), ("input", Self.amounts(prices.input)),
            ("output", Self.amounts(prices.output)), ("thousandSearches", .number(prices.thousandSearches)),
            ("source", .string(prices.source)), ("origin", .string(prices.origin ?? "built in")),
        ])
    }

    private static func amounts(_ prices: [Modality: Double]) -> JSONValue {
        .object(
            Modality.allCases.compactMap { modality in
                prices[modality].map { (modality.rawValue.lowercased(), .number($0)) }
            })
    }

    private func object(_ use: ModelUse) -> JSONValue {
        .object([
            ("client", .string(use.client)), ("tag", .string(use.tag)), ("sessions", .integer(use.sessions)),
            ("lastAt", .time(use.lastAt)),
        ])
    }
}

extension Endpoint.Surface {
    fileprivate var words: String {
        switch self {
        case .geminiAPI: "gemini"
        case .vertex: "vertex"
        case .unknown: "unknown"
        }
    }
}
