import LiveProtocol
import Runtime
import SessionModel
import TOMLKit
import Wording

extension CatalogueFile {
    /// A row of `prices.toml` and what it says that is not built in.
    struct PriceRow {
        var prices: ModelPrices
        var changes: [Catalogue.Change] = []
    }

    func prices(_ name: String, over known: [ModelPrices]) throws(UserError) -> [PriceRow] {
        var rows: [PriceRow] = []
        for entry in try entries(name) {
            rows.append(try row(entry, over: known.filter { $0.id == entry.id }))
        }
        return rows
    }

    private func row(_ entry: Entry, over known: [ModelPrices]) throws(UserError) -> PriceRow {
        try refuseUnknown(["id", "contains", "from", "input", "output", "searches", "source"], in: entry)
        let from = try day("from", entry) ?? nil
        let prices = ModelPrices(
            id: entry.id, from: from, input: try amounts(entry, "input"), output: try amounts(entry, "output"),
            thousandSearches: try searches(entry), source: try text("source", entry) ?? path, origin: path)
        let before = known.last { row in row.from.map { day in from.map { day <= $0 } ?? false } ?? true }
        let name = "prices.\(entry.id)" + (from.map { ".\($0)" } ?? "")
        return PriceRow(
            prices: prices,
            changes: [
                Catalogue.Change(
                    name: name, value: prices.words, origin: place(entry.line), instead: before?.words)
            ])
    }

    private func amounts(_ entry: Entry, _ side: String) throws(UserError) -> [Modality: Double] {
        var prices: [Modality: Double] = [:]
        guard let value = entry.table[side] else { return prices }
        let cure = "write dollars per million tokens: \(side) = { text = 0.5, audio = 3.0 }"
        guard let table = value.table else {
            throw mistake(at: line(of: side, in: entry), "\(side) of \(entry.id) is no list of prices", cure)
        }
        for (name, value) in table {
            guard let modality = Modality(rawValue: name.uppercased()), modality != .unspecified,
                let price = Self.amount(value)
            else { throw mistake(at: line(of: side, in: entry), "\(side).\(name) of \(entry.id) is no price", cure) }
            prices[modality] = price
        }
        return prices
    }

    private func searches(_ entry: Entry) throws(UserError) -> Double? {
        guard let value = entry.table["searches"] else { return nil }
        guard let price = Self.amount(value) else {
            throw mistake(
                at: line(of: "searches", in: entry), "searches of \(entry.id) is no price",
                "write dollars per thousand: searches = 14")
        }
        return price
    }

    private static func amount(_ value: any TOMLValueConvertible) -> Double? {
        let price = value.double ?? value.int.map(Double.init)
        return price.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
}

extension ModelPrices {
    /// `text 0.75, audio 3 in; text 4.5, audio 12 out`: dollars per million tokens.
    var words: String {
        "\(Self.words(input)) in; \(Self.words(output)) out"
    }

    private static func words(_ prices: [Modality: Double]) -> String {
        let known = Modality.allCases.compactMap { modality in
            prices[modality].map { "\(modality.rawValue.lowercased()) \(Format.significant($0))" }
        }
        return known.isEmpty ? "–" : known.joined(separator: ", ")
    }
}
