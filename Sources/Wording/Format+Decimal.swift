import LiveProtocol

extension Format {
    /// A fixed number of decimals, 0 to 9, without a locale: `-0.30`; unknown for what is not finite.
    public static func fixed(_ value: Double, _ places: Int) -> String {
        guard value.isFinite else { return unknown }
        let places = min(max(places, 0), 9)
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = Int64(clamping: (value.magnitude * scale).rounded())
        let digits = padded(scaled, places + 1)
        let text = places == 0 ? digits : digits.dropLast(places) + "." + digits.suffix(places)
        return value < 0 && scaled > 0 ? "-" + text : text
    }

    /// At most so many decimals, and none that say nothing: `4`, `0.5`, `-12.25`.
    public static func trimmed(_ value: Double, _ places: Int) -> String {
        let text = fixed(value, places)
        guard text.contains(".") else { return text }
        let kept = text.reversed().drop { $0 == "0" }
        return String((kept.first == "." ? kept.dropFirst() : kept).reversed())
    }

    /// Four significant digits at most, whole numbers whole, without an exponent: `1500`, `0.1234`, `12.35`.
    public static func significant(_ value: Double) -> String {
        var places = 3
        var size = value.magnitude
        while size >= 10, places > 0 { (size, places) = (size / 10, places - 1) }
        while size < 1, size > 0, places < 9 { (size, places) = (size * 10, places + 1) }
        return trimmed(value, places)
    }

    /// A whole number with zeros in front of it, up to `width` digits.
    public static func padded(_ number: some BinaryInteger, _ width: Int) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(width - digits.utf8.count, 0))
        return (number < 0 ? "-" : "") + zeros + digits
    }
}
