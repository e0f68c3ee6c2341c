extension KeyMap {
    /// `docs/keys.md`.
    public static var document: String {
        let sections = Context.allCases.map { context in
            let rows = bindings(in: context).map { binding in
                "| \(binding.keys.map { "`\($0.name)`" }.joined(separator: " ")) | \(binding.help) |\n"
            }
            return "\n## \(context.title)\n\n| Key | Does |\n|---|---|\n" + rows.joined()
        }
        return """
            # Keys of the dashboard

            Generated from `Sources/TerminalUI/KeyMap.swift`; a test keeps this page, the footer and the `?` overlay the same.

            """ + sections.joined()
    }
}
