import LiveProtocol
import SessionModel
import Snapshots
import Wording

extension Model {
    mutating func type(_ character: Character) {
        typed?.edit { $0.insert(character) }
        applyTyped()
    }

    /// Puts pasted text into the line that is being typed, its line ends as spaces. Elsewhere it means nothing: a line
    /// of it could spell any keys.
    mutating func paste(_ text: String) {
        notice = nil
        guard typed != nil else {
            notice = "Pasted text is not taken for keys: begin a command or a filter, and paste into that"
            return
        }
        let line = ForeignText.clean(String(text.prefix(LineEditor.limit))).trimmed
        typed?.edit { editor in line.forEach { editor.insert($0) } }
        applyTyped()
    }

    /// Carries out a key of the line that is being typed; nil where the action is none of a line.
    mutating func edit(_ action: Action) -> [Effect]? {
        guard typed != nil else { return nil }
        defer { applyTyped() }
        switch action {
        case .accept: return accept()
        case .cancel: cancel()
        case .complete: complete()
        case .older: typed?.recallOlder()
        case .newer: typed?.recallNewer()
        case .erase: erase()
        case .eraseForward: typed?.edit { $0.eraseForward() }
        case .eraseWord: typed?.edit { $0.eraseWord() }
        case .eraseLine: typed?.edit { $0 = LineEditor() }
        case .cursorLeft: typed?.edit { $0.move(by: -1) }
        case .cursorRight: typed?.edit { $0.move(by: 1) }
        case .lineStart: typed?.edit { $0.moveToStart() }
        case .lineEnd: typed?.edit { $0.moveToEnd() }
        default: return nil
        }
        return []
    }

    /// Erasing in an empty line leaves it, as in editors.
    private mutating func erase() {
        if typed?.text.isEmpty == true { typed = nil } else { typed?.edit { $0.erase() } }
    }

    private mutating func complete() {
        if typed?.kind == .filter { return completeFilter() }
        let names = argumentCandidates
        typed?.complete { head in
            guard let space = head.firstIndex(of: " ") else {
                return TypedLine.Completion(of: head, among: Command.all.map(\.name))
            }
            return Command.named(String(head[..<space])).flatMap {
                TypedLine.Completion(of: head, among: names($0.verb))
            }
        }
    }

    /// What may follow a command.
    private var argumentCandidates: (Command.Verb) -> [String] {
        let sessions = rows.map { $0.shownTag ?? $0.id.description }
        return { verb in
            switch verb {
            case .show(let screen): screen.isOfSession ? sessions : []
            case .sort: SessionSort.names
            case .time: TimeFormat.allCases.map(\.rawValue)
            default: []
            }
        }
    }

    private mutating func accept() -> [Effect] {
        guard let line = typed?.text.trimmed, let kind = typed?.kind else { return [] }
        typed = nil
        guard kind == .command else { return accept(kind, line) }
        guard !line.isEmpty else { return [] }
        history.add(command: line)
        return run(line)
    }

    /// Carries out a command line; what is wrong with it becomes the notice.
    mutating func run(_ line: String) -> [Effect] {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard let name = parts.first else { return [] }
        guard let command = Command.named(name) else {
            notice = "✗ there is no command \"\(name)\". Tab completes, ? lists the keys"
            return []
        }
        return run(command.verb, parts.count > 1 ? parts[1].trimmed : "")
    }

    private mutating func run(_ verb: Command.Verb, _ argument: String) -> [Effect] {
        switch verb {
        case .show(let screen): show(screen, of: argument)
        case .goTo:
            if mode.playback != nil { return seek(to: argument) }
            go(to: argument)
        case .sort: sort(by: argument)
        case .time: setTimeFormat(named: argument)
        case .privacy: return perform(.privacy)
        case .freeze: return perform(.freeze)
        case .follow: return perform(.follow)
        case .mouse: return perform(.mouse)
        case .fault: showFaults(argument)
        case .help: return perform(.help)
        case .quit: return quit()
        case .quitNow: return [.quit]
        }
        return []
    }

    private mutating func show(_ screen: Screen, of name: String) {
        guard screen.isOfSession, !name.isEmpty else {
            show(screen)
            if screen.isOfSession, place.screen != screen { notice = "✗ there is no session to show" }
            return
        }
        // Also what is folded away or filtered out.
        let all = rows + (shown?.summaries ?? [])
        let exact = all.first { $0.tag == name || $0.id.description == name }
        guard let session = exact ?? all.first(where: { $0.isNamed(name) }) else {
            notice = "✗ no session is named \"\(name)\""
            return
        }
        open(session.id, screen)
    }

    private mutating func sort(by name: String) {
        guard let order = SessionSort(named: name.lowercased()) else {
            notice = "✗ there is no column \"\(name)\". Tab lists them"
            return
        }
        screens[SessionsScreen.self].sort = order
    }

    private mutating func setTimeFormat(named name: String) {
        guard let format = TimeFormat(rawValue: name.lowercased()) else {
            notice = "✗ \"\(name)\" is none of wall, elapsed, delta"
            return
        }
        setTimeFormat(format)
    }
}

extension String {
    fileprivate var trimmed: String {
        var rest = Substring(self)
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}

extension SessionSummary {
    /// Its tag or id begins so.
    fileprivate func isNamed(_ name: String) -> Bool {
        tag?.lowercased().hasPrefix(name.lowercased()) == true || id.description.hasPrefix(name)
    }
}
