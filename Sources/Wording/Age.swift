/// How long ago, as it is typed: `90s`, `15m`, `2h`, `7d`.
public struct Age: Hashable, Sendable {
    public let length: Duration

    public init(_ length: Duration) { self.length = length }

    public init?(_ text: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()), number > 0,
            case let (seconds, overflow) = number.multipliedReportingOverflow(by: unit), !overflow
        else { return nil }
        length = .seconds(seconds)
    }

    /// As it would be typed: in the largest unit that is whole.
    public var text: String {
        let seconds = length.components.seconds
        let unit = [(86_400, "d"), (3_600, "h"), (60, "m")].first { seconds % $0.0 == 0 } ?? (1, "s")
        return "\(seconds / unit.0)\(unit.1)"
    }
}
