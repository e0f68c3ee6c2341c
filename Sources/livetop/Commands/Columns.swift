/// Plain columns for the lines that commands print.
enum Columns {
    /// `text` with blanks behind it up to `width`, and always one.
    static func left(_ text: String, width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
