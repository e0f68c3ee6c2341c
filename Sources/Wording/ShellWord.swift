/// A text as one word of a command line that is suggested, for the shells that follow POSIX.
public enum ShellWord {
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%".utf8)

    /// Whether no shell finds anything in it that means something.
    public static func isPlain(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(plain.contains) }

    /// In quotes only where it needs them: `/srv/calls`, `'my calls'`.
    public static func quoted(_ text: String) -> String {
        isPlain(text) ? text : inQuotes(text)
    }

    /// In quotes, whether it needs them or not.
    public static func inQuotes(_ text: String) -> String { "'\(text.replacing("'", with: #"'\''"#))'" }
}
