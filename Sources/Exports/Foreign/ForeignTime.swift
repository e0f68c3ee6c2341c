import LiveProtocol

/// An instant as another tool wrote it.
enum ForeignTime: Hashable {
    /// A date and a time of day.
    case instant(Timestamp)
    /// A count since some beginning: as many nanoseconds as it were if its unit were the second, and the unit where the
    /// name of the key tells it.
    case count(Int64, TimeUnit?)

    /// Nil for what says nothing: `null`, -1, a text that is no time.
    init?(_ node: JSONNode, unit: TimeUnit?) {
        if let text = node.string {
            let text = text.trimmingSpaces
            if let instant = Timestamp(rfc3339: text) {
                self = .instant(instant)
            } else if let count = Self.clock(text) {
                self = .count(count, .seconds)
            } else {
                self.init(number: ArraySlice(text.utf8), unit: unit)
            }
        } else {
            self.init(number: node.source, unit: unit)
        }
    }

    /// The unit of an instant is told by its size: those of 2020 to 2100 do not overlap.
    private init?(number text: ArraySlice<UInt8>, unit: TimeUnit?) {
        guard text.first != UInt8(ascii: "-") else { return nil }
        for unit in TimeUnit.allCases {
            if let nanoseconds = ExactDecimal.nanoseconds(text, power: unit.power), Self.epoch.contains(nanoseconds) {
                self = .instant(Timestamp(nanoseconds: nanoseconds))
                return
            }
        }
        guard let count = ExactDecimal.nanoseconds(text, power: 9) else {
            // Nanoseconds since a machine was started do not fit as seconds.
            guard let count = ExactDecimal.nanoseconds(text, power: 0) else { return nil }
            self = .count(count / 1_000_000_000, .seconds)
            return
        }
        self = .count(count, unit)
    }

    /// 2020 to 2100: no call of the service is older, and the spans of the four units do not overlap.
    private static let epoch: Range<Int64> = 1_577_836_800_000_000_000..<4_102_444_800_000_000_000

    /// `00:01.250` and `1:02:03` as nanoseconds.
    private static func clock(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let last = parts.last,
            var total = ExactDecimal.nanoseconds(ofSeconds: ArraySlice(last.utf8))
        else { return nil }
        var weight: Int64 = 60_000_000_000
        for part in parts.dropLast().reversed() {
            guard part.utf8.count <= 4, let number = UInt16(part) else { return nil }
            total.addClamped(Int64(number) * weight)
            weight *= 60
        }
        return total
    }
}

/// What a count of time counts.
enum TimeUnit: CaseIterable, Hashable {
    case seconds, milliseconds, microseconds, nanoseconds

    /// The unit is ten to this power of nanoseconds.
    var power: Int {
        switch self {
        case .seconds: 9
        case .milliseconds: 6
        case .microseconds: 3
        case .nanoseconds: 0
        }
    }

    /// How often it fits into a second.
    var perSecond: Int64 {
        switch self {
        case .seconds: 1
        case .milliseconds: 1_000
        case .microseconds: 1_000_000
        case .nanoseconds: 1_000_000_000
        }
    }

    var name: String {
        switch self {
        case .seconds: "seconds"
        case .milliseconds: "milliseconds"
        case .microseconds: "microseconds"
        case .nanoseconds: "nanoseconds"
        }
    }
}

extension String {
    var trimmingSpaces: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
