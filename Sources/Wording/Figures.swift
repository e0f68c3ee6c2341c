import LiveProtocol

/// Numbers as files for other programs hold them: a dot and nothing else, whatever the language of the machine, and
/// nothing at all for what is not known.
public enum Figures {
    public static func decimal(_ value: Double?, _ digits: Int) -> String {
        guard let value, value.isFinite, value.magnitude < 1e15 else { return "" }
        return Format.fixed(value, digits)
    }

    /// Seconds with three decimals; empty for what is not known.
    public static func seconds(_ length: Duration?) -> String { decimal(length?.seconds, 3) }

    /// Milliseconds with one decimal; empty for what is not known.
    public static func milliseconds(_ length: Duration?) -> String { decimal(length?.milliseconds, 1) }

    /// Seconds with all nine digits of the nanoseconds: a `Double` of a long session would lose some.
    public static func exactSeconds(_ length: Duration) -> String {
        let (seconds, rest) = length.nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        return "\(length < .zero ? "-" : "")\(seconds).\(Format.padded(rest, 9))"
    }

    /// `01:02.345`, with hours in front from the first hour on or when they are asked for.
    public static func clock(_ length: Duration, hours isLong: Bool = false, mark: String = ".") -> String {
        let milliseconds = max(length.nanoseconds, 0) / 1_000_000
        let (hours, rest) = milliseconds.quotientAndRemainder(dividingBy: 3_600_000)
        let tail =
            "\(Format.padded(rest / 60_000, 2)):\(Format.padded(rest / 1_000 % 60, 2))\(mark)\(Format.padded(rest % 1_000, 3))"
        return hours > 0 || isLong ? "\(Format.padded(hours, 2)):\(tail)" : tail
    }
}
