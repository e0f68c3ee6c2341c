/// A text to search for as a person types it: words to be found as they stand, or `/pattern/`, with `i` behind it
/// where case shall not matter.
extension TextTest {
    public init(searching text: String) throws(FilterError) {
        guard text.utf8.count > 1, text.hasPrefix("/"), let end = text.lastIndex(of: "/"), end > text.startIndex,
            ["", "i"].contains(text[text.index(after: end)...])
        else {
            self = .words(text)
            return
        }
        let source = text[text.index(after: text.startIndex)..<end]
        self = .pattern(try TextPattern(String(source), ignoresCase: text.hasSuffix("i")))
    }

    /// Some place in `text` is what is wanted.
    public func occurs(in text: String) -> Bool { occurs(in: FilterText.string(text)) }
}
