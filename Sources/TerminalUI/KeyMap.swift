/// What a key can make the screen do.
enum Action: Hashable, Sendable {
    case up, down, pageUp, pageDown, top, bottom
    case open, back
    case sortNext, sortReversed
    case freeze, privacy, help, redraw, suspend
    /// Leaves, after a question when calls would end with it.
    case quit
    case quitNow
    case confirm, stay
}

/// One line of the key table.
struct Binding: Sendable {
    let keys: [Key]
    let action: Action
    let contexts: Set<KeyMap.Context>
    /// One word for the footer; nil keeps the key out of it.
    var footer: String?
    /// How the footer spells the key, where it is not just the first.
    var footerKey: String?
    /// One line for `?` and `docs/keys.md`.
    let help: String

    var keyNames: String { keys.map(\.name).joined(separator: " ") }
}

/// The one table of keys. What keys do, the footer, the `?` overlay and `docs/keys.md` all come from it, so that help
/// cannot be out of date and no key is dead.
enum KeyMap {
    /// What has the keyboard.
    enum Context: String, CaseIterable, Hashable, Sendable {
        /// `empty` is the Sessions screen before the first call.
        case empty, sessions, session, help, quitting

        var title: String {
            switch self {
            case .empty: "Before the first call"
            case .sessions: "Sessions"
            case .session: "Session"
            case .help: "Help"
            case .quitting: "Quit?"
            }
        }
    }

    static func action(for key: Key, in context: Context) -> Action? {
        bindings(in: context).first { $0.keys.contains(key) }?.action
    }

    /// In the order of the table.
    static func bindings(in context: Context) -> [Binding] { table.filter { $0.contexts.contains(context) } }

    private static let screens: Set<Context> = [.empty, .sessions, .session]
    private static let lists: Set<Context> = [.sessions, .session, .help]

    private static let table: [Binding] = [
        Binding(
            keys: [.enter], action: .open, contexts: [.sessions], footer: "open", help: "open the selected session"),
        Binding(
            keys: [.escape, .character("q")], action: .back, contexts: [.session], footer: "back",
            help: "back to the sessions"),
        Binding(
            keys: [.escape], action: .back, contexts: [.sessions],
            help: "let go of the selection: the first row, whichever it is"),
        Binding(
            keys: [.escape, .character("q"), .character("?"), .function(1)], action: .back, contexts: [.help],
            footer: "close", help: "close this help"),
        Binding(
            keys: [.character("j"), .down], action: .down, contexts: lists, footer: "move", footerKey: "j k",
            help: "one line down"),
        Binding(keys: [.character("k"), .up], action: .up, contexts: lists, help: "one line up"),
        Binding(
            keys: [.pageDown, .control("d")], action: .pageDown, contexts: lists, help: "one screen down"),
        Binding(keys: [.pageUp, .control("u")], action: .pageUp, contexts: lists, help: "one screen up"),
        Binding(keys: [.character("g"), .home], action: .top, contexts: lists, help: "to the first line"),
        Binding(
            keys: [.character("G"), .end], action: .bottom, contexts: [.sessions, .help], help: "to the last line"),
        Binding(
            keys: [.character("G"), .end], action: .bottom, contexts: [.session], footer: "follow",
            help: "to the newest message, and follow"),
        Binding(
            keys: [.character("o")], action: .sortNext, contexts: [.sessions], footer: "sort",
            help: "sort by the next column; after the last, worst first"),
        Binding(keys: [.character("O")], action: .sortReversed, contexts: [.sessions], help: "reverse the order"),
        Binding(
            keys: [.character(" ")], action: .freeze, contexts: [.sessions, .session], footer: "freeze",
            help: "freeze the picture; recording goes on. Again: back to now"),
        Binding(
            keys: [.character("p")], action: .privacy, contexts: screens, footer: "privacy",
            help: "mask tags, words, hosts and paths on screen"),
        Binding(
            keys: [.character("?"), .function(1)], action: .help, contexts: screens, footer: "help", help: "these keys"),
        Binding(
            keys: [.character("q")], action: .quit, contexts: [.empty, .sessions], footer: "quit",
            help: "quit; asks first while calls run through livetop"),
        Binding(
            keys: [.character("Q"), .control("c")], action: .quitNow, contexts: Set(Context.allCases),
            help: "quit at once, cleanly"),
        Binding(
            keys: [.control("l")], action: .redraw, contexts: Set(Context.allCases), help: "draw the screen afresh"),
        Binding(
            keys: [.control("z")], action: .suspend, contexts: screens,
            help: "refused: a suspended livetop would stop the calls"),
        Binding(
            keys: [.character("q"), .character("y"), .enter], action: .confirm, contexts: [.quitting], footer: "quit",
            help: "quit and end the calls"),
        Binding(
            keys: [.escape, .character("n")], action: .stay, contexts: [.quitting], footer: "stay", help: "stay"),
    ]
}
