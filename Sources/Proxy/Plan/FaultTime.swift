import LiveProtocol

/// Lengths of time as people write them.
enum FaultTime {
    /// `500ms`, `30s`, `2m`, `1h`; nil for anything else and for more than a day.
    static func duration(_ text: String) -> Duration? {
        let units: [(suffix: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let number = Double(text.dropLast(unit.suffix.count)), number >= 0, number * unit.seconds <= 86_400
            else { continue }
            return .nanoseconds(Int64(clamping: number * unit.seconds * 1e9))
        }
        return nil
    }

    /// `10s`, as the service writes it.
    static func protobuf(_ duration: Duration) -> String {
        let milliseconds = duration.nanoseconds / 1_000_000
        guard milliseconds % 1000 != 0 else { return "\(milliseconds / 1000)s" }
        var digits = "\(milliseconds % 1000)"
        while digits.count < 3 { digits = "0" + digits }
        return "\(milliseconds / 1000).\(digits)s"
    }
}
