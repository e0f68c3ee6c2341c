import Wording

/// Texts inside of a page.
enum HTML {
    /// Text as text, in an element or a quoted attribute.
    static func text(_ text: String) -> String {
        text.onOneLine.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;").replacing("`", with: "&#96;")
    }

    /// A sentence of a rule, in which what stands between two backticks is code. One that stands alone is somebody else's,
    /// and text.
    static func prose(_ sentence: String) -> String {
        let parts = sentence.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        guard parts.count % 2 == 1 else { return text(sentence) }
        return parts.enumerated().map { index, part in
            index % 2 == 0 ? text(part) : "<code>\(text(part))</code>"
        }.joined()
    }
}
