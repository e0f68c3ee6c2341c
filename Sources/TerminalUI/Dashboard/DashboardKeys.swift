import Filters

extension KeyMap {
    /// The keys without a configuration: those of the screens, then of what lies over them.
    public static let standard = KeyMap(Screen.allCases.flatMap { $0.type.keys } + DashboardKeys.sections)
}

/// The keys of what is no screen: questions and lists over a screen, a replay, the line that is being typed.
enum DashboardKeys {
    static let sections = [
        help, quitting, removing, menu, faults, breaking, replay, command, filter, comment, search, fault,
    ]

    static let help = KeyMap.Group(
        context: .help,
        bindings: [
            Binding(
                keys: [.escape, .character("q"), .character("?"), .function(1)], action: .back, footer: "close",
                help: "close this help")
        ] + CommonKeys.moves() + [CommonKeys.redraw, CommonKeys.quitNow])

    static let quitting = KeyMap.Group(
        context: .quitting,
        bindings: [
            CommonKeys.redraw, CommonKeys.quitNow,
            Binding(
                keys: [.character("q"), .character("y"), .enter], action: .confirm, footer: "quit",
                help: "quit and end the calls"),
            Binding(keys: [.escape, .character("n")], action: .stay, footer: "stay", help: "stay"),
        ])

    static let removing = KeyMap.Group(
        context: .removing,
        bindings: [
            CommonKeys.redraw, CommonKeys.quitNow,
            Binding(keys: [.character("y")], action: .confirmRemoval, footer: "delete", help: "delete them for good"),
            Binding(
                keys: [.escape, .character("n"), .character("q")], action: .stay, footer: "keep", help: "keep them"),
        ])

    static let menu = KeyMap.Group(
        context: .menu,
        bindings: [
            Binding(keys: [.enter], action: .open, footer: "choose", help: "choose this line"),
            Binding(keys: [.escape, .character("q")], action: .back, footer: "close", help: "close this list"),
        ] + CommonKeys.moves() + [CommonKeys.redraw, CommonKeys.quitNow])

    static let faults = KeyMap.Group(
        context: .faults,
        bindings: [
            Binding(
                keys: [.enter], action: .open, footer: "choose",
                help: "choose this line and go on; on one that is on: end it"),
            Binding(
                keys: [.escape, .character("q")], action: .back, footer: "back",
                help: "one step back, or close the menu"),
            Binding(
                keys: [.right, .character("l")], action: .right, help: "more: seconds, turns, messages, calls"),
            Binding(keys: [.left, .character("h")], action: .left, help: "less of them; digits set them"),
            Binding(
                keys: [.character("e")], action: .editFault,
                help: "change the fault as text: `delay:2s,dir=up`"),
            Binding(keys: [.character("X")], action: .stopFaults, help: "end all faults"),
        ] + CommonKeys.moves() + [CommonKeys.redraw, CommonKeys.quitNow])

    static let breaking = KeyMap.Group(
        context: .breaking,
        bindings: [
            CommonKeys.redraw, CommonKeys.quitNow,
            Binding(
                keys: [.character("y")], action: .confirmFault, footer: "break it",
                help: "break the call of a real service"),
            Binding(
                keys: [.escape, .character("n"), .character("q")], action: .stay, footer: "leave it",
                help: "leave it alone"),
        ])

    static let replay = KeyMap.Group(
        context: .replay,
        bindings: [
            Binding(
                keys: [.character(" "), .control("f")], action: .play, footer: "play",
                help: "play or pause; at the end, from the beginning"),
            Binding(keys: [.character(">")], action: .faster, help: "faster, up to 50×"),
            Binding(keys: [.character("<")], action: .slower, help: "slower, down to 0.25×"),
            Binding(keys: [.right], action: .skipForward, footer: "5 s", footerKey: "← →", help: "5 seconds on"),
            Binding(keys: [.left], action: .skipBack, help: "5 seconds back"),
            Binding(keys: [.shiftRight], action: .nudgeForward, help: "1 second on"),
            Binding(keys: [.shiftLeft], action: .nudgeBack, help: "1 second back"),
            Binding(
                keys: [.character(".")], action: .frameForward, footer: "frame", footerKey: ", .", help: "one frame on"),
            Binding(keys: [.character(",")], action: .frameBack, help: "one frame back"),
            Binding(
                keys: [.character("]")], action: .nextTurn, footer: "turn", footerKey: "[ ]",
                help: "to where the next turn begins"),
            Binding(
                keys: [.character("[")], action: .previousTurn, help: "to where this turn begins, or the one before"),
            Binding(
                keys: [.character("}")], action: .nextFinding, footer: "finding", footerKey: "{ }",
                help: "to where the next finding was first seen"),
            Binding(
                keys: [.character("{")], action: .previousFinding, help: "to where the finding before was first seen"),
            CommonKeys.redraw, CommonKeys.quitNow,
        ])
}

// MARK: - Lines that are typed

extension DashboardKeys {
    private static let command = KeyMap.Group(
        context: .command,
        bindings: [
            CommonKeys.redraw,
            Binding(keys: [.enter], action: .accept, footer: "run", help: "carry out the command"), leave,
        ] + completing + editing)

    private static let filter = KeyMap.Group(
        context: .filter,
        bindings: [
            CommonKeys.redraw,
            Binding(keys: [.enter], action: .accept, footer: "keep", help: "keep the filter"),
            Binding(
                keys: [.escape, .control("c")], action: .cancel, footer: "clear", help: "show everything again"),
        ] + completing + editing)

    private static let comment = KeyMap.Group(
        context: .comment,
        bindings: [
            CommonKeys.redraw,
            Binding(keys: [.enter], action: .accept, footer: "keep", help: "keep the comment"), leave,
        ] + editing)

    private static let search = KeyMap.Group(
        context: .search,
        bindings: [
            CommonKeys.redraw,
            Binding(keys: [.enter], action: .accept, footer: "done", help: "stay at the match; `n` and `N` go on"),
            leave,
        ] + editing)

    private static let fault = KeyMap.Group(
        context: .fault,
        bindings: [
            CommonKeys.redraw,
            Binding(
                keys: [.enter], action: .accept, footer: "choose", help: "take the fault, and go on to when and whom"),
            leave,
        ] + editing)

    private static let leave = Binding(
        keys: [.escape, .control("c")], action: .cancel, footer: "leave", help: "leave the line")

    private static let completing = [
        Binding(
            keys: [.tab], action: .complete, footer: "complete",
            help: "complete the word; again: the next possibility"),
        Binding(keys: [.up, .control("p")], action: .older, footer: "history", help: "the line before"),
        Binding(keys: [.down, .control("n")], action: .newer, help: "the line after"),
    ]

    private static let editing = [
        Binding(keys: [.left, .control("b")], action: .cursorLeft, help: "one character left"),
        Binding(keys: [.right, .control("f")], action: .cursorRight, help: "one character right"),
        Binding(keys: [.home, .control("a")], action: .lineStart, help: "to the beginning"),
        Binding(keys: [.end, .control("e")], action: .lineEnd, help: "to the end"),
        Binding(keys: [.backspace, .control("h")], action: .erase, help: "erase a character"),
        Binding(keys: [.delete], action: .eraseForward, help: "erase the character at the cursor"),
        Binding(keys: [.control("w")], action: .eraseWord, help: "erase the word before the cursor"),
        Binding(keys: [.control("u")], action: .eraseLine, help: "erase the line"),
    ]
}

extension KeyMap.Context {
    static let help = KeyMap.Context(name: "help", title: "Help")
    static let quitting = KeyMap.Context(name: "quitting", title: "Quit?")
    /// Sessions are about to be deleted.
    static let removing = KeyMap.Context(name: "deleting", title: "Delete?")
    /// Something is chosen from a list.
    static let menu = KeyMap.Context(name: "menu", title: "Menu")
    static let faults = KeyMap.Context(name: "faults", title: "Faults")
    /// Calls of a real service are about to be broken.
    static let breaking = KeyMap.Context(name: "breaking", title: "Break it?")
    /// The screen shows a recording: keys that go before those of the screen.
    static let replay = KeyMap.Context(name: "replay", title: "Replay")
    static let command = KeyMap.Context(name: "command", title: "Command line", isTyping: true)
    static let filter = KeyMap.Context(name: "filter", title: "Filter", isTyping: true)
    static let comment = KeyMap.Context(name: "comment", title: "Comment", isTyping: true)
    static let fault = KeyMap.Context(name: "fault", title: "Fault", isTyping: true)
    static let search = KeyMap.Context(name: "search", title: "Search", isTyping: true)
}
