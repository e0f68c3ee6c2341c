public import LiveProtocol

/// Gives sessions and what happens in them their names in traces. The same thing always gets the same name from one
/// identity, so that whoever counts and whoever exports need not talk to each other.
public struct TraceIdentity: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Takes 128 random bits, new for each process: names of sessions are milliseconds, and two machines can make the same.
    public init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// What in a session a span is of.
    public enum Part: Hashable, Sendable {
        case generation(turn: Int)
        /// The calls that ended are counted.
        case tool(number: Int)
        case speech(onset: Timestamp)
    }

    /// The trace of a session whose client names none.
    func trace(of session: SessionID) -> TraceID {
        let id = session.firstConnection.rawValue
        let (first, second) = (Self.mixed(high ^ Self.mixed(id)), Self.mixed(low &+ Self.mixed(~id)))
        return TraceID(high: first, low: second == 0 ? 1 : second)
    }

    /// The span of a part of a session.
    func span(of part: Part, in session: SessionID) -> SpanID {
        let words: [UInt64] =
            switch part {
            case .generation(let turn): [1, UInt64(truncatingIfNeeded: turn)]
            case .tool(let number): [2, UInt64(truncatingIfNeeded: number)]
            case .speech(let onset): [3, UInt64(truncatingIfNeeded: onset.nanoseconds)]
            }
        var value = high &+ Self.mixed(low ^ session.firstConnection.rawValue)
        for word in words { value = Self.mixed(value ^ word) &+ 0x9E37_79B9_7F4A_7C15 }
        value = Self.mixed(value)
        return SpanID(value == 0 ? 1 : value)
    }

    /// SplitMix64: each bit of the result depends on each of `value`, and no two values give the same.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
