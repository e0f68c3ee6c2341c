public import LiveProtocol

/// Numbers as screens and tables show them: short, with a greatest width each, `–` for unknown. Columns pad them on the left, so
/// a changing value never moves its neighbours.
public enum Format {
    public static let unknown = "–"

    /// A length of time in at most five columns: `9:07`, from 100 minutes on `2h03`, from 100 hours on `5d04`,
    /// from 100 days on `123d`.
    public static func clock(_ length: Duration?) -> String {
        guard let length else { return unknown }
        let seconds = max(0, length.nanoseconds / 1_000_000_000)
        if seconds < 6_000 { return "\(seconds / 60):\(padded(seconds % 60, 2))" }
        let hours = seconds / 3_600
        if hours < 100 { return "\(hours)h\(padded(seconds / 60 % 60, 2))" }
        return hours < 2_400 ? "\(hours / 24)d\(padded(hours % 24, 2))" : "\(min(hours / 24, 9_999))d"
    }

    /// A time within a session in eight columns or more: `01:02.345`, with hours from one hour on.
    public static func position(_ length: Duration) -> String {
        let milliseconds = max(0, length.nanoseconds / 1_000_000)
        let seconds = milliseconds / 1_000
        let tail = "\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)).\(padded(milliseconds % 1_000, 3))"
        return seconds < 3_600 ? tail : "\(seconds / 3_600):" + tail
    }

    /// The length that `3:12`, `03:12.5` or `1:02:03` spells; nil for anything else.
    public static func parsedPosition(_ text: String) -> Duration? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), let seconds = parts.last.flatMap({ Double($0) }) else { return nil }
        var whole = 0.0
        for part in parts.dropLast() {
            guard let number = UInt32(part) else { return nil }
            whole = (whole + Double(number)) * 60
        }
        guard seconds.isFinite, seconds >= 0, whole + seconds < 1e9 else { return nil }
        return .nanoseconds(Int64(clamping: (whole + seconds) * 1e9))
    }

    /// The time of day in twelve columns: `14:03:07.512`. The instant carries the local clock's offset already.
    public static func timeOfDay(_ instant: Timestamp) -> String {
        let day: Int64 = 86_400_000
        let milliseconds = ((instant.nanoseconds / 1_000_000) % day + day) % day
        let seconds = milliseconds / 1_000
        return "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))."
            + padded(milliseconds % 1_000, 3)
    }

    /// A short duration with its unit in at most seven columns: `84 µs`, `12.4 ms`, `1.2 s`, `140 s`.
    public static func latency(_ length: Duration?) -> String {
        guard let length else { return unknown }
        let microseconds = Double(max(0, length.nanoseconds)) / 1e3
        if microseconds < 0.5 { return "0 ms" }
        if microseconds < 999.5 { return "\(fixed(microseconds, 0)) µs" }
        let milliseconds = microseconds / 1e3
        if milliseconds < 999.5 { return "\(fixed(milliseconds, milliseconds < 99.95 ? 1 : 0)) ms" }
        let seconds = milliseconds / 1e3
        return seconds < 1e4 ? "\(fixed(seconds, seconds < 99.95 ? 1 : 0)) s" : "\(clock(length))"
    }

    /// A count with its thousands marked in at most nine columns: `12,044`, from ten million on `12.3M`.
    public static func count(_ number: Int64?) -> String {
        guard let number else { return unknown }
        if abs(Double(number)) >= 1e7 { return scaled(Double(number)) }
        let digits = String(number.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return (number < 0 ? "-" : "") + grouped
    }

    /// A count per second, without decimals from ten on, in at most six columns.
    public static func rate(_ perSecond: Double?) -> String {
        guard let perSecond, perSecond.isFinite else { return unknown }
        if perSecond < 9.95 { return fixed(max(0, perSecond), 1) }
        return perSecond < 99_999.5 ? count(Int64(clamping: perSecond.rounded())) : scaled(perSecond)
    }

    /// Bytes per second in kB/s, with one decimal below a thousand, in at most seven columns.
    public static func kilobytes(_ bytesPerSecond: Double?) -> String {
        guard let bytesPerSecond, bytesPerSecond.isFinite else { return unknown }
        let value = max(0, bytesPerSecond / 1e3)
        if value < 999.95 { return fixed(value, 1) }
        return value < 999_999.5 ? count(Int64(clamping: value.rounded())) : scaled(value)
    }

    /// Tokens and other quantities in at most five columns: `942`, `58.2k`, `128k`, `1.05M`.
    public static func quantity(_ number: Int64?) -> String {
        guard let number else { return unknown }
        return number < 1_000 ? String(max(0, number)) : scaled(Double(number))
    }

    /// A limit in tokens, in at most five columns, without decimals that say nothing: `32k`, `131k`, `1.05M`.
    public static func limit(_ number: Int64) -> String {
        number.isMultiple(of: 1_000) && number < 1_000_000 ? "\(number / 1_000)k" : quantity(number)
    }

    /// A size in at most seven columns: `512 B`, `1.8 kB`, `412 MB`.
    public static func bytes(_ count: Int64?) -> String {
        guard let count else { return unknown }
        if count < 1_000 { return "\(max(0, count)) B" }
        let text = scaled(Double(count))
        let unit = text.last.map(String.init) ?? ""
        return "\(text.dropLast()) \(unit)B"
    }

    /// `78 %`; unknown when the whole is unknown or nothing.
    public static func percent(_ share: Double?) -> String {
        guard let share, share.isFinite else { return unknown }
        return "\(min(999, Int64(clamping: (share * 100).rounded()))) %"
    }

    /// Three significant digits and a letter: `1.23k`, `12.3k`, `123k`, `1.23M`, `1.23G`, `1.23T`.
    private static func scaled(_ number: Double) -> String {
        var value = number
        var unit = 0
        while value >= 999.5, unit < units.count - 1 {
            value /= 1e3
            unit += 1
        }
        return fixed(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0) + units[unit]
    }

    private static let units = ["", "k", "M", "G", "T", "P", "E"]
}
