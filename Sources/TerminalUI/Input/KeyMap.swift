/// The table of keys. What keys do, the footer, the `?` overlay and `docs/keys.md` all come from it, so that help
/// cannot be out of date and no key is dead.
public struct KeyMap: Hashable, Sendable {
    /// What has the keyboard.
    enum Context: String, CaseIterable, Hashable, Sendable {
        /// `empty` is the Sessions screen before the first call.
        case empty, sessions, session, turns, frames, frame, findings, metrics, setup, log, help, quitting
        /// Something is chosen from a list.
        case menu
        /// The screen shows a recording: keys that go before those of the screen.
        case replay
        /// A line is being typed.
        case command, filter, comment, search

        var title: String {
            switch self {
            case .empty: "Before the first call"
            case .sessions: "Sessions"
            case .session: "Session"
            case .turns: "Turns"
            case .frames: "Frames"
            case .frame: "Frame"
            case .findings: "Findings"
            case .metrics: "Metrics"
            case .setup: "Setup"
            case .log: "Log"
            case .help: "Help"
            case .quitting: "Quit?"
            case .menu: "Menu"
            case .replay: "Replay"
            case .comment: "Comment"
            case .command: "Command line"
            case .filter: "Filter"
            case .search: "Search"
            }
        }

        /// Keys are text here, so they cannot be bound to something else.
        var isTyping: Bool { [.command, .filter, .comment, .search].contains(self) }
    }

    private(set) var table: [Binding]

    /// The keys without a configuration.
    public static let standard = KeyMap(table: standardTable)

    func action(for key: Key, in context: Context) -> Action? {
        bindings(in: context).first { $0.keys.contains(key) }?.action
    }

    /// In the order of the table.
    func bindings(in context: Context) -> [Binding] {
        table.filter { $0.contexts.contains(context) && !$0.keys.isEmpty }
    }

    /// The first key of an action, for texts that mention it.
    func keyName(of action: Action, in context: Context) -> String? {
        bindings(in: context).first { $0.action == action }?.keys.first?.name
    }
}

extension KeyMap {
    /// The same table with other keys, as the configuration asks for.
    ///
    /// - Parameter keys: for each action, by name, all of its keys, by name.
    /// - Returns: the table with every change that is possible, and a sentence about each that is not.
    public func rebinding(_ keys: [String: [String]]) -> (keyMap: KeyMap, mistakes: [String]) {
        var changed = self
        var mistakes: [String] = []
        for (name, keyNames) in keys.sorted(by: { $0.key < $1.key }) {
            guard let action = Action(rawValue: name), changed.isBindable(action) else {
                mistakes.append("there is no action \"\(name)\" to bind; docs/keys.md lists them")
                continue
            }
            let unknown = keyNames.filter { Key(named: $0) == nil }
            mistakes += unknown.map { "\(name): there is no key \"\($0)\"; such as g, ctrl-d, PgDn, F2, Space" }
            changed.bind(action, to: keyNames.compactMap(Key.init(named:)))
        }
        return (changed, mistakes + changed.conflicts)
    }

    func isBindable(_ action: Action) -> Bool {
        table.contains { $0.action == action && $0.contexts.contains { !$0.isTyping } }
    }

    private mutating func bind(_ action: Action, to keys: [Key]) {
        for index in table.indices where table[index].action == action {
            table[index].keys = keys
            table[index].footerKey = nil
        }
    }

    /// Keys that would do two things at once.
    private var conflicts: [String] {
        let lines = Context.allCases.flatMap { context -> [String] in
            let bindings = bindings(in: context)
            let owners = Dictionary(
                grouping: bindings.flatMap { binding in Set(binding.keys).map { (key: $0, action: binding.action) } },
                by: \.key)
            return owners.filter { $0.value.count > 1 }.map { key, owners in
                let actions = owners.map(\.action.rawValue).sorted().joined(separator: " and ")
                return "the key \"\(key.name)\" is bound to \(actions)"
            }
        }
        return Set(lines).sorted()
    }
}
