/// A line of text that is being typed, with a cursor in it.
struct LineEditor: Hashable, Sendable {
    /// Nobody types more; a paste may be longer.
    static let limit = 1_000

    private var characters: [Character]
    /// From 0 before the first character to the number of characters.
    private(set) var cursor: Int

    init(_ text: String = "") {
        characters = Array(text.prefix(Self.limit))
        cursor = characters.count
    }

    var text: String { String(characters) }

    /// The text before the cursor: what completion looks at.
    var head: String { String(characters[..<cursor]) }

    mutating func insert(_ character: Character) {
        guard characters.count < Self.limit else { return }
        characters.insert(character, at: cursor)
        cursor += 1
    }

    mutating func erase() {
        guard cursor > 0 else { return }
        cursor -= 1
        characters.remove(at: cursor)
    }

    mutating func eraseForward() {
        guard cursor < characters.count else { return }
        characters.remove(at: cursor)
    }

    /// With the blanks after it, as shells do.
    mutating func eraseWord() {
        while cursor > 0, characters[cursor - 1] == " " { erase() }
        while cursor > 0, characters[cursor - 1] != " " { erase() }
    }

    mutating func move(by step: Int) { cursor = max(0, min(characters.count, cursor + step)) }

    mutating func moveToStart() { cursor = 0 }

    mutating func moveToEnd() { cursor = characters.count }
}
