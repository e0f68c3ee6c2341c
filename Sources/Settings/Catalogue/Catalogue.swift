import Foundation
import LiveProtocol
package import Runtime
package import SessionModel

/// What livetop knows of the models: their limits, ends and prices. Built in, and corrected by `models.toml` and
/// `prices.toml` in the folder of `config.toml`: what a file says goes before what is built in.
package struct Catalogue: Equatable, Sendable {
    package var models = ModelTable.builtIn
    package var prices = PriceTable.builtIn
    /// What the files say, for people, each with what it prevails over.
    package private(set) var changes: [Change] = []

    /// One value of a file.
    package struct Change: Equatable, Sendable {
        /// `models.gemini-3.8-live.context`.
        package var name: String
        package var value: String
        /// `path:line`.
        package var origin: String
        /// What is built in; nil where nothing was.
        package var instead: String?
    }

    package static func load(_ folders: StandardFolders) throws(UserError) -> Catalogue {
        var catalogue = Catalogue()
        if let file = try CatalogueFile(readingIfPresent: folders.modelsFile) {
            try catalogue.take(models: file)
        }
        if let file = try CatalogueFile(readingIfPresent: folders.pricesFile) {
            try catalogue.take(prices: file)
        }
        return catalogue
    }

    /// A row of a file changes what it names; the rest of the row stays as it is built in.
    private mutating func take(models file: CatalogueFile) throws(UserError) {
        models.dated = try file.dated
        let rows = try file.profiles("model", over: ModelTable.builtIn.models)
        let families = try file.profiles("family", over: ModelTable.builtIn.families)
        models.models = rows.map(\.profile) + models.models
        models.families = families.map(\.profile) + models.families
        changes += (rows + families).flatMap(\.changes)
    }

    private mutating func take(prices file: CatalogueFile) throws(UserError) {
        prices.dated = try file.dated
        let rows = try file.prices("model", over: PriceTable.builtIn.models)
        let families = try file.prices("family", over: PriceTable.builtIn.families)
        prices.models = rows.map(\.prices) + prices.models
        prices.families = families.map(\.prices) + prices.families
        changes += (rows + families).flatMap(\.changes)
    }
}
