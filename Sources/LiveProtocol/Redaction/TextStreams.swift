/// Texts that come in pieces, one in each message: what was read of them, so that a secret may be cut between two.
struct TextStreams: Sendable {
    struct Name: Hashable, Sendable {
        var text: KeyHash
        /// The number of the step that the text belongs to.
        var step: KeyHash
    }

    /// Which of them are complete.
    enum End: Sendable {
        case text(KeyHash)
        case step(KeyHash)
        case all
    }

    private struct Entry: Sendable {
        var name: Name
        var text: TextRedactor
    }

    /// More at once do not come from a model. Of more than these the oldest is forgotten.
    private static let limit = 16

    private var entries: [Entry] = []
    /// How often a message began, continued or ended one.
    private(set) var touches = 0

    var isEmpty: Bool { entries.isEmpty }

    /// The text that goes on, which is kept no longer.
    mutating func take(_ name: Name) -> TextRedactor? {
        touches &+= 1
        guard let index = entries.firstIndex(where: { $0.name == name }) else { return nil }
        return entries.remove(at: index).text
    }

    mutating func keep(_ text: TextRedactor, as name: Name) {
        touches &+= 1
        if entries.count == Self.limit { entries.removeFirst() }
        entries.append(Entry(name: name, text: text))
    }

    mutating func end(_ end: End) {
        touches &+= 1
        switch end {
        case .text(let text): entries.removeAll { $0.name.text == text }
        case .step(let step): entries.removeAll { $0.name.step == step }
        case .all: entries = []
        }
    }
}
