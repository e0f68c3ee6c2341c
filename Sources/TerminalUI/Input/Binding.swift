/// One line of a table of keys.
struct Binding: Hashable, Sendable {
    var keys: [Key]
    let action: Action
    /// One word for the footer; nil keeps the key out of it.
    var footer: String?
    /// How the footer spells the key, where it is not just the first.
    var footerKey: String?
    /// One line for `?` and `docs/keys.md`.
    let help: String

    var keyNames: String { keys.map(\.name).joined(separator: " ") }
}
