/// Plain columns for the lines that commands print.
public enum Columns {
    /// `text` with blanks behind it up to `width`, and always one.
    public static func left(_ text: String, width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - TextWidth.width(text)))
    }
}
