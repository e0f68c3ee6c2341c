import Filters
import Recordings
import Runtime
import SessionStore
import Wording

/// What to say where a tag that was asked for is that of no session.
enum TagHint {
    /// Says on the error stream which tag may have been meant; nothing where sessions have it, or nothing is like it.
    static func tell(_ tag: String?, in recordings: Recordings) throws {
        guard let tag, try recordings.sessions(tag: tag, limit: 1).isEmpty else { return }
        let tags = Set(try recordings.index.names(limit: 1_000).compactMap(\.tag)).sorted()
        guard let nearest = Suggestion.nearest(to: tag, among: tags) else { return }
        StandardError.say(
            "livetop: no session has the tag '\(ForeignText.clean(tag))'; did you mean '\(ForeignText.clean(nearest))'?"
        )
    }
}
