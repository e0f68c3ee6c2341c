import Filters
import LiveProtocol
import SessionModel

/// What a filter of the Sessions screen looks for in what was said: only the recording knows.
///
/// Asked when the filter changes and now and then afterwards, for calls go on. Until the answer comes, what was found
/// for the filter before it stays, so that rows do not flicker.
struct TextSearchQuestion: Hashable, Sendable {
    private var filter = Filter.everything
    private var askedAt: Timestamp?
    /// Which texts of the filter occur in which session.
    private(set) var found: [SessionID: Set<TextTest>] = [:]

    private static let interval = Duration.seconds(5)

    mutating func ask(_ filter: Filter, at now: Timestamp) -> [Effect] {
        guard filter.needsText else {
            self = TextSearchQuestion()
            return []
        }
        if filter == self.filter, let askedAt, now - askedAt < Self.interval, now >= askedAt { return [] }
        (self.filter, askedAt) = (filter, now)
        return [.searchTexts(filter)]
    }

    /// An answer to an older question is worth nothing.
    mutating func take(_ found: [SessionID: Set<TextTest>], for filter: Filter) {
        if filter == self.filter { self.found = found }
    }
}
