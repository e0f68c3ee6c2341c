import LiveProtocol

/// The stretch of a session's time that its lanes show. Follows the present until the user moves.
struct TimeWindow: Hashable, Sendable {
    /// Nil shows the whole session.
    private(set) var span: Duration? = .seconds(30)
    /// The right edge; nil follows the present.
    private(set) var end: Timestamp?

    /// From a second, in which single frames can be told apart, to a day.
    private static let spans: [Duration] = [
        1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 4 * 3_600, 12 * 3_600, 24 * 3_600,
    ].map { .seconds($0) }

    /// What is shown of a session that opened at `opening` and is at `now`.
    func range(from opening: Timestamp, to now: Timestamp) -> (start: Timestamp, span: Duration) {
        guard let span else { return (opening, max(.seconds(1), Self.margin(now - opening) + (now - opening))) }
        let end = end ?? now + Self.margin(span)
        return (end - span, span)
    }

    /// What was delivered and not yet played lies ahead of the present: there is room for it at the right.
    private static func margin(_ span: Duration) -> Duration { span / 12 }

    var isFollowing: Bool { end == nil }

    mutating func zoomIn(from opening: Timestamp, to now: Timestamp) {
        let current = range(from: opening, to: now).span
        resize(to: Self.spans.last { $0 < current } ?? Self.spans[0], from: opening, to: now)
    }

    mutating func zoomOut(from opening: Timestamp, to now: Timestamp) {
        guard let current = span, let longer = Self.spans.first(where: { $0 > current }),
            longer <= now - opening + current
        else { return fit() }
        resize(to: longer, from: opening, to: now)
    }

    /// The middle stays where it is, unless the window follows.
    private mutating func resize(to length: Duration, from opening: Timestamp, to now: Timestamp) {
        let old = range(from: opening, to: now)
        span = length
        if let end { self.end = min(end - old.span / 2 + length / 2, now + Self.margin(length)) }
    }

    mutating func fit() {
        span = nil
        end = nil
    }

    /// Moves by a quarter of what is shown; at the present it follows again.
    mutating func move(_ quarters: Int, from opening: Timestamp, to now: Timestamp) {
        let (start, length) = range(from: opening, to: now)
        span = length
        let latest = now + Self.margin(length)
        let target = start + length + length / 4 * quarters
        end = target >= latest ? nil : max(target, opening + length / 4)
    }

    /// Puts an instant into the middle.
    mutating func show(_ instant: Timestamp, from opening: Timestamp, to now: Timestamp) {
        let length = span ?? .seconds(30)
        span = length
        end = instant + length / 2
    }

    mutating func toggleFollowing(from opening: Timestamp, to now: Timestamp) {
        guard end == nil else { return end = nil }
        let (start, length) = range(from: opening, to: now)
        span = length
        end = start + length
    }
}
