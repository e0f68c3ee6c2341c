import LiveProtocol

/// A number as it was typed, such as `4k` or `1m30s`, and what it means.
public struct FilterQuantity: Hashable, Sendable {
    /// Bytes, seconds, a share of one, or a count.
    public var value: Double
    public var text: String

    /// What is counted, which decides the units: `m` is a minute or a million.
    enum Unit: Hashable, Sendable {
        case count, bytes, time, share

        /// Shown when a value cannot be read.
        var expectation: String {
            switch self {
            case .count: "expected number, such as 3 or 4k"
            case .bytes: "expected size, such as 512b, 4k or 1.5m"
            case .time: "expected time, such as 40ms, 2s, 8m or 1:30"
            case .share: "expected share, such as 80%"
            }
        }

        fileprivate var factors: [String: Double] {
            switch self {
            case .count: ["": 1, "k": 1e3, "m": 1e6]
            case .bytes: ["": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9]
            case .time: ["us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400]
            case .share: ["": 1, "%": 0.01]
            }
        }
    }

    /// Nil where `text` is no quantity of this unit.
    init?(_ text: String, in unit: Unit) {
        guard let value = unit == .time ? Self.time(text) : Self.number(text[...], unit.factors) else { return nil }
        self.value = value
        self.text = text
    }

    /// The length of time that `text` spells, such as `40ms`, `1m30s` or `1:30`; nil for anything else.
    public static func duration(_ text: String) -> Duration? {
        time(text).map { .nanoseconds(Int64(clamping: ($0 * 1e9).rounded())) }
    }

    /// `1m30s`, and `1:30` or `1:02:03` as a clock shows it.
    private static func time(_ text: String) -> Double? {
        if text.contains(":") { return clock(text) }
        var rest = text[...]
        var seconds = 0.0
        repeat {
            let digits = rest.prefix { isDigit($0) || $0 == "." }
            let unit = rest.dropFirst(digits.count).prefix { !isDigit($0) }
            guard let part = number(digits + unit, Unit.time.factors) else { return nil }
            seconds += part
            rest = rest.dropFirst(digits.count + unit.count)
        } while !rest.isEmpty
        return seconds
    }

    private static func clock(_ text: String) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        var seconds = 0.0
        for part in parts {
            guard let number = number(part, ["": 1]) else { return nil }
            seconds = seconds * 60 + number
        }
        return seconds
    }

    private static func number(_ text: Substring, _ factors: [String: Double]) -> Double? {
        let digits = text.prefix { isDigit($0) || $0 == "." }
        // `Double` reads more than digits: `0x10`, `inf`, `1e5`.
        guard digits.contains(where: isDigit), let number = Double(digits), number.isFinite,
            let factor = factors[text.dropFirst(digits.count).lowercased()]
        else { return nil }
        // 0.01 has no exact representation, a hundred has: 80 % is 0.8 either way.
        return factor == 0.01
            ? number / 100 : factor == 1e-3 ? number / 1e3 : factor == 1e-6 ? number / 1e6 : number * factor
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
