import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// What can be done with a session, or with all that are marked.
enum SessionAction: String, CaseIterable, Sendable {
    case open, replay, compare, resend, fault, export, remove

    /// Those that make sense for so many sessions.
    static func all(for count: Int) -> [SessionAction] {
        allCases.filter { action in
            switch action {
            case .open, .replay, .resend: count == 1
            case .compare: count == 2
            case .fault, .export, .remove: count > 0
            }
        }
    }

    /// Chooses it in the list.
    var key: Character {
        switch self {
        case .open: "o"
        case .replay: "r"
        case .compare: "c"
        case .resend: "s"
        case .fault: "x"
        case .export: "e"
        case .remove: "d"
        }
    }

    var title: String {
        switch self {
        case .open: "open"
        case .replay: "replay"
        case .compare: "compare"
        case .resend: "resend"
        case .fault: "break"
        case .export: "export"
        case .remove: "delete"
        }
    }

    var words: String {
        switch self {
        case .open: "its clocks, lanes and transcript"
        case .replay: "step through the recording"
        case .compare: "what differs between the two"
        case .resend: "send its client side to the service again"
        case .fault: "on purpose: what, when, and whose call"
        case .export: "into files"
        case .remove: "from the recording, after a question"
        }
    }
}

extension Model {
    /// What an action is about: the open session, else the marked rows, else the selected row.
    var concerned: [SessionID] {
        if let session = place.session { return [session] }
        let marked = rows.map(\.id).filter { marks.contains(Marks.Place($0)) }
        return marked.isEmpty ? [selectedSession].compactMap(\.self) : marked
    }

    /// Such as `checkout` or `3 marked sessions`.
    func words(_ sessions: [SessionID]) -> String {
        guard sessions.count == 1, let only = sessions.first else { return "\(sessions.count) marked sessions" }
        return shown?.summary(of: only)?.nameAndID(looks.privacy) ?? "\(only)"
    }

    mutating func showActions() {
        let sessions = concerned
        guard !sessions.isEmpty else { return notice = "There is no session to do something with." }
        overlay = .menu(.actions(sessions), index: 0)
    }

    mutating func perform(_ action: SessionAction, on sessions: [SessionID]) -> [Effect] {
        guard let first = sessions.first else { return [] }
        switch action {
        case .open: open(first, .session)
        case .export:
            guard !terms.exportChoices.isEmpty else {
                notice = "Nothing can be exported here."
                return []
            }
            overlay = .menu(.exports(sessions), index: 0)
        case .fault: showFaults()
        case .remove: askToRemove(sessions)
        case .replay: return lend(["replay", "\(first)"], waits: false)
        case .resend: return lend(["resend", "\(first)"], waits: true)
        case .compare: return lend(["diff"] + sessions.map(\.description), waits: true)
        }
        return []
    }

    private func lend(_ arguments: [String], waits: Bool) -> [Effect] {
        let folder = live?.process.dataDirectory ?? ""
        return [.lendTerminal(arguments + (folder.isEmpty ? [] : ["--data-dir", folder]), waits: waits)]
    }

    /// `D`: the question; what runs stays.
    mutating func askToRemove(_ sessions: [SessionID]) {
        guard !sessions.isEmpty else { return notice = "There is no session to delete." }
        let running = Set((live?.summaries ?? []).lazy.filter { !$0.isOver }.map(\.id))
        let removable = sessions.filter { !running.contains($0) }
        guard !removable.isEmpty else {
            return notice = sessions.count == 1 ? "The call goes on: not deleted." : "These calls go on: not deleted."
        }
        overlay = .removing(removable)
    }

    /// The answer to that question.
    mutating func confirmRemoval(of sessions: [SessionID]) -> [Effect] {
        overlay = nil
        notice = "Deleting…"
        return [.remove(sessions)]
    }

    /// They are gone: what was marked of them, and open.
    mutating func forget(_ sessions: [SessionID]) {
        screens[SessionsScreen.self].forget(sessions)
        if let open = place.session, sessions.contains(open) { place.show(.sessions) }
    }
}
