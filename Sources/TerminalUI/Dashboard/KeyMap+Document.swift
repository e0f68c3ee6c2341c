extension KeyMap {
    /// `docs/keys.md`.
    public var document: String {
        let sections = contexts.map { context in
            let rows = bindings(in: context).map { binding in
                "| \(binding.keys.map { "`\($0.name)`" }.joined(separator: " ")) | `\(binding.action.name)` | "
                    + "\(binding.help) |\n"
            }
            return "\n## \(context.title)\n\n| Key | Action | Does |\n|---|---|---|\n" + rows.joined()
        }
        return """
            # Keys of the dashboard

            Generated from the tables of keys in `Sources/TerminalUI`; a test keeps this page, the footer and the `?` overlay
            the same. Keys are bound to other actions by name in the configuration, see [configuration.md](configuration.md);
            the keys of a line that is being typed are fixed.

            """ + sections.joined() + commandSection
    }

    private var commandSection: String {
        let rows = Command.all.map { "| `:\($0.usage)` | \($0.help) |\n" }
        return "\n## Commands\n\n| Command | Does |\n|---|---|\n" + rows.joined()
    }
}
