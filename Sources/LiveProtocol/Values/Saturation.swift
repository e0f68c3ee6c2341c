/// Arithmetic on numbers that the wire, a file or a database says. They may be anything: what does not fit stays at the
/// largest or smallest value, where `+`, `-` and `*` would end the process with every call in it.
///
/// It can be inlined, as the arithmetic of instants can: other modules do it dozens of times a message, and would call what
/// is generic through witnesses.
extension FixedWidthInteger {
    @inlinable package func addingClamped(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    @inlinable package func subtractingClamped(_ other: Self) -> Self {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }

    @inlinable package mutating func addClamped(_ other: Self) { self = addingClamped(other) }

    @inlinable package mutating func subtractClamped(_ other: Self) { self = subtractingClamped(other) }
}

extension Int64 {
    /// Counts beyond this are nobody's: what a JSON number holds exactly, and 146,000 years of 24 kHz audio.
    @inlinable package static var largestCount: Int64 { 1 << 53 }

    /// `number` as a count of something, which is never negative and never so large that sums of it go wrong soon.
    @inlinable package init(count number: some BinaryInteger) {
        self = Swift.min(Swift.max(Int64(clamping: number), 0), Self.largestCount)
    }
}

extension Int {
    /// See `Int64.init(count:)`.
    @inlinable package init(count number: some BinaryInteger) { self = Int(clamping: Int64(count: number)) }

    /// The value nearest to `number`; 0 for not-a-number.
    @inlinable public init(clamping number: Double) { self = Int(clamping: Int64(clamping: number)) }
}
