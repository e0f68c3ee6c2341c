import LiveProtocol
import Runtime
import SessionModel
import TOMLKit

extension CatalogueFile {
    /// A row of `models.toml` and what it says that is not built in.
    struct ModelRow {
        var profile: ModelProfile
        var changes: [Catalogue.Change] = []
    }

    /// The rows of the file, each over the row of the same id that is built in.
    func profiles(_ name: String, over known: [ModelProfile]) throws(UserError) -> [ModelRow] {
        var rows: [ModelRow] = []
        for entry in try entries(name) {
            rows.append(try row(entry, over: known.first { $0.id == entry.id }))
        }
        return rows
    }

    private func row(_ entry: Entry, over known: ModelProfile?) throws(UserError) -> ModelRow {
        try refuseUnknown(["id", "contains", "context", "output", "ends", "replacement", "source"], in: entry)
        var row = ModelRow(profile: known ?? ModelProfile(id: entry.id, contextLimit: nil))
        row.profile.origin = place(entry.line)
        func note(_ key: String, _ value: String?, _ before: String?) {
            row.changes.append(
                Catalogue.Change(
                    name: "models.\(entry.id).\(key)", value: value ?? "none", origin: place(line(of: key, in: entry)),
                    instead: before))
        }
        if let context = try tokens("context", entry) {
            note("context", String(context), known?.contextLimit.map(String.init))
            row.profile.contextLimit = context
        }
        if let output = try tokens("output", entry) {
            note("output", String(output), known?.outputLimit.map(String.init))
            row.profile.outputLimit = output
        }
        if let ends = try day("ends", entry) {
            note("ends", ends?.description, known?.ends?.description)
            row.profile.ends = ends
            row.profile.isGone = false
        }
        if let replacement = try text("replacement", entry) {
            note("replacement", replacement, known?.replacement)
            row.profile.replacement = replacement.isEmpty ? nil : replacement
        }
        row.profile.source = try text("source", entry) ?? path
        return row
    }

    /// A key that nobody reads is a mistake: a limit that is silently ignored is worse than none.
    func refuseUnknown(_ names: [String], in entry: Entry) throws(UserError) {
        guard let unknown = entry.table.keys.sorted().first(where: { !names.contains($0) }) else { return }
        throw mistake(
            at: line(of: unknown, in: entry), "\(entry.id) has a '\(unknown)', which means nothing here",
            "the keys are \(names.joined(separator: ", "))")
    }
}
