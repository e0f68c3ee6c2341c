import Foundation
import LiveProtocol
import Runtime
import SessionModel
import TOMLKit

/// What livetop knows of the models: their limits and their prices. Built in, and corrected by `models.toml` and
/// `prices.toml` in the folder of `config.toml`: what a file says goes before what is built in.
struct Catalogue: Equatable, Sendable {
    var models = ModelTable.builtIn
    var prices = PriceTable.builtIn

    static func load(_ folders: StandardFolders) throws(UserError) -> Catalogue {
        var catalogue = Catalogue()
        if let file = try CatalogueFile(readingIfPresent: folders.modelsFile) {
            catalogue.models.prepend(try file.modelTable)
        }
        if let file = try CatalogueFile(readingIfPresent: folders.pricesFile) {
            catalogue.prices.prepend(try file.priceTable)
        }
        return catalogue
    }
}

/// A table of models: `dated`, then `[[model]]` entries with an exact `id` and `[[family]]` entries with what ids
/// contain.
struct CatalogueFile {
    private let path: String
    private let table: TOMLTable

    /// Nil if there is no such file.
    init?(readingIfPresent path: String) throws(UserError) {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        self.path = path
        do {
            table = try TOMLTable(string: String(decoding: data, as: UTF8.self))
        } catch {
            throw UserError(
                .badConfiguration, what: "\(path): not valid TOML", why: "\(error)", remedy: "mend or remove the file")
        }
    }

    var modelTable: ModelTable {
        get throws(UserError) {
            ModelTable(
                dated: try dated, models: try profiles(entries("model", "id")),
                families: try profiles(entries("family", "contains")))
        }
    }

    var priceTable: PriceTable {
        get throws(UserError) {
            PriceTable(
                dated: try dated, models: try prices(entries("model", "id")),
                families: try prices(entries("family", "contains")))
        }
    }

    private struct Entry {
        var id: String
        var table: TOMLTable
    }

    private var dated: String {
        get throws(UserError) {
            let text = table["dated"]?.string ?? table["dated"]?.date.map { "\($0.year)-\($0.month)-\($0.day)" }
            guard let text else { throw mistake("there is no date", "add a line: dated = \"2026-11-20\"") }
            return text
        }
    }

    private func entries(_ name: String, _ key: String) throws(UserError) -> [Entry] {
        guard let value = table[name] else { return [] }
        guard let array = value.array else { throw mistake("\(name) is no list", "write [[\(name)]]") }
        var entries: [Entry] = []
        for element in array {
            guard let table = element.table, let id = table[key]?.string, !id.isEmpty else {
                throw mistake("a [[\(name)]] has no \(key)", "add a line: \(key) = \"gemini-…\"")
            }
            entries.append(Entry(id: id, table: table))
        }
        return entries
    }

    private func profiles(_ entries: [Entry]) throws(UserError) -> [ModelProfile] {
        var profiles: [ModelProfile] = []
        for entry in entries { profiles.append(try profile(entry)) }
        return profiles
    }

    private func prices(_ entries: [Entry]) throws(UserError) -> [ModelPrices] {
        var all: [ModelPrices] = []
        for entry in entries { all.append(try prices(entry)) }
        return all
    }

    private func profile(_ entry: Entry) throws(UserError) -> ModelProfile {
        guard let value = entry.table["context"] else { return ModelProfile(id: entry.id, contextLimit: nil) }
        guard let limit = value.int, limit > 0 else {
            throw mistake("the context of \(entry.id) is no number of tokens", "write: context = 131072")
        }
        return ModelProfile(id: entry.id, contextLimit: Int64(limit))
    }

    private func prices(_ entry: Entry) throws(UserError) -> ModelPrices {
        ModelPrices(
            id: entry.id, input: try prices(entry, "input"), output: try prices(entry, "output"),
            source: entry.table["source"]?.string ?? path)
    }

    private func prices(_ entry: Entry, _ side: String) throws(UserError) -> [Modality: Double] {
        var prices: [Modality: Double] = [:]
        for (name, value) in entry.table[side]?.table ?? TOMLTable() {
            guard let modality = Modality(rawValue: name.uppercased()),
                let price = value.double ?? value.int.map(Double.init), price >= 0
            else {
                throw mistake(
                    "\(side).\(name) of \(entry.id) is no price",
                    "write dollars per million tokens: \(side) = { text = 0.5, audio = 3.0 }")
            }
            prices[modality] = price
        }
        return prices
    }

    private func mistake(_ why: String, _ remedy: String) -> UserError {
        UserError(.badConfiguration, what: "\(path) cannot be used", why: why, remedy: remedy)
    }
}

extension ModelTable {
    /// What `other` says goes before what this table says.
    fileprivate mutating func prepend(_ other: ModelTable) {
        dated = other.dated
        models = other.models + models
        families = other.families + families
    }
}

extension PriceTable {
    fileprivate mutating func prepend(_ other: PriceTable) {
        dated = other.dated
        models = other.models + models
        families = other.families + families
    }
}
