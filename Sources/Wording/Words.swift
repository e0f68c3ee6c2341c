import LiveProtocol

/// Numbers as they stand in a sentence, of a finding say: rounded to what is worth reading, the unit behind a blank.
public enum Words {
    /// `12.4 s`, `2:05`, `1:02:05`: as long as is useful.
    public static func time(_ duration: Duration) -> String {
        let seconds = max(duration.seconds, 0)
        guard seconds >= 120 else { return "\(number(seconds)) s" }
        let whole = Int64(clamping: seconds)
        let tail = "\(Format.padded(whole / 60 % 60, 2)):\(Format.padded(whole % 60, 2))"
        return whole >= 3_600 ? "\(whole / 3_600):\(tail)" : "\(whole / 60):\(Format.padded(whole % 60, 2))"
    }

    /// `812 ms`.
    public static func milliseconds(_ duration: Duration) -> String { "\(Format.fixed(duration.milliseconds, 0)) ms" }

    /// One decimal below a hundred, two below a tenth, none that says nothing.
    public static func number(_ value: Double) -> String {
        Format.trimmed(value, value.magnitude >= 100 ? 0 : value.magnitude >= 0.1 ? 1 : 2)
    }

    /// `4.2 %`.
    public static func percent(_ share: Double) -> String { "\(number(share * 100)) %" }

    /// `one call`, `3 calls`.
    public static func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        count == 1 ? "one \(noun)" : Format.counted(count, noun, plural)
    }

    /// `once`, `3 times`.
    public static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
