import LiveProtocol

/// Numbers as texts, with a dot and nothing else, whatever the language of the machine.
public enum Figures {
    public static func decimal(_ value: Double?, _ digits: Int) -> String {
        guard let value, value.isFinite, value.magnitude < 1e15 else { return "" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64(clamping: (value * scale).rounded())
        guard digits > 0 else { return String(scaled) }
        let text = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(digits + 1 - text.utf8.count, 0)) + text
        return (scaled < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// Seconds with three decimals; empty for what is not known.
    public static func seconds(_ length: Duration?) -> String { decimal(length?.seconds, 3) }

    /// Milliseconds with one decimal; empty for what is not known.
    public static func milliseconds(_ length: Duration?) -> String { decimal(length?.milliseconds, 1) }

    /// `01:02.345`, with hours in front from the first hour on or when they are asked for.
    public static func clock(_ length: Duration, hours isLong: Bool = false, mark: String = ".") -> String {
        let milliseconds = max(length.nanoseconds, 0) / 1_000_000
        let (hours, rest) = milliseconds.quotientAndRemainder(dividingBy: 3_600_000)
        let tail = "\(padded(rest / 60_000, 2)):\(padded(rest / 1_000 % 60, 2))\(mark)\(padded(rest % 1_000, 3))"
        return hours > 0 || isLong ? "\(padded(hours, 2)):\(tail)" : tail
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
    }
}
