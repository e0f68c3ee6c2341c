import LiveProtocol

extension Format {
    /// A figure that has a name with its unit at the end, as findings have them: `6.6 s` of `lost_ms`, `22 s` of `age_s`,
    /// `1008` of `close_code`, `12,044` of `messages`. A code is no quantity, so its digits are never grouped.
    public static func figure(_ name: String, _ value: Double) -> String {
        guard value.isFinite else { return unknown }
        let words = name.split(separator: "_")
        if let last = words.last, ["code", "status"].contains(last) { return fixed(value, 0) }
        // A rate or a share of something is none of it: `stalls_per_min`, `runs_per_s`.
        guard !words.contains("per") else { return short(value) }
        switch words.last {
        case "ms": return length(value / 1e3)
        case "s": return length(value)
        case "hz": return short(value) + " Hz"
        case "db", "dbfs": return fixed(value, 1) + " dB"
        default: return short(value)
        }
    }

    /// The name of such a figure without the unit, which stands behind the figure: `lost` of `lost_ms`, `close code`.
    public static func figureName(_ name: String) -> String {
        var words = name.split(separator: "_")
        if words.count > 1, !words.contains("per"), let last = words.last, figureUnits.contains(String(last)) {
            words.removeLast()
        }
        return words.joined(separator: " ")
    }

    private static let figureUnits: Set<String> = ["ms", "s", "hz", "db", "dbfs"]

    private static func length(_ seconds: Double) -> String {
        let text = latency(.nanoseconds(Int64(clamping: seconds.magnitude * 1e9)))
        return seconds < 0 ? "-" + text : text
    }

    /// A count in groups, what is smaller with as many digits as say something.
    private static func short(_ value: Double) -> String {
        let rounded = value.rounded()
        return value.magnitude >= 1_000 || value == rounded ? count(Int64(clamping: rounded)) : significant(value)
    }
}
