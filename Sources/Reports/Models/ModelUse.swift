package import LiveProtocol
package import SessionModel
import Wording

/// A client that was recorded with a model: sessions of one tag, SDK and model.
package struct ModelUse: Equatable {
    /// Bare id.
    package var model: String
    /// SDK and version; nil where no header said so.
    package var client: String?
    package var tag: String?
    package var sessions: Int
    /// When the newest of them began; nil where nobody knows.
    package var lastAt: Timestamp?

    private struct Key: Hashable {
        var model: String
        var client: String?
        var tag: String?
    }

    /// The busiest first.
    package static func gathered(_ sessions: [SessionSummary], clients: [SessionID: [String]]) -> [ModelUse] {
        var uses: [Key: ModelUse] = [:]
        for session in sessions {
            guard let model = session.model.map(ModelTable.bareID) else { continue }
            let key = Key(model: model, client: clients[session.id]?.last, tag: session.tag)
            var use = uses[key] ?? ModelUse(model: model, client: key.client, tag: key.tag, sessions: 0)
            use.sessions += 1
            use.lastAt = [use.lastAt, session.knownOpening].compactMap(\.self).max()
            uses[key] = use
        }
        return uses.values.sorted { left, right in
            if left.sessions != right.sessions { return left.sessions > right.sessions }
            return (left.model, left.client ?? "", left.tag ?? "") < (right.model, right.client ?? "", right.tag ?? "")
        }
    }

    /// `google-genai-sdk/3.6.1, tag desk: 4 sessions, last on 2026-11-28`.
    package var words: String {
        let who = client ?? "an unknown client"
        let count = Format.counted(sessions, "session")
        let last = lastAt?.day.map { ", last on \($0)" } ?? ""
        return who + (tag.map { ", tag \($0)" } ?? "") + ": \(count)\(last)"
    }
}
