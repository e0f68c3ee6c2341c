public import LiveProtocol

extension Timestamp {
    /// `2026-11-21 12:45:38Z`, for tables: to the second, in UTC, and saying so.
    public var dateAndTime: String { rfc3339.prefix(19).replacing("T", with: " ") + "Z" }

    /// `11-21 12:45` in eleven columns: for what is not of today, on whichever clock the instant is.
    public var dayAndTime: String { String(rfc3339.dropFirst(5).prefix(11)).replacing("T", with: " ") }
}
