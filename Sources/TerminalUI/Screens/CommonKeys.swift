/// Keys that do the same on several screens. A screen puts them into its own table, in the order of its help.
enum CommonKeys {
    static let back = Binding(keys: [.escape, .character("q")], action: .back, footer: "back", help: "one step back")

    /// Through a list; `end` says where `G` leads.
    static func moves(end: String = "to the last line") -> [Binding] {
        [
            Binding(
                keys: [.character("j"), .down], action: .down, footer: "move", footerKey: "j k", help: "one line down"),
            Binding(keys: [.character("k"), .up], action: .up, help: "one line up"),
            Binding(keys: [.pageDown, .control("d")], action: .pageDown, help: "one screen down"),
            Binding(keys: [.pageUp, .control("u")], action: .pageUp, help: "one screen up"),
            Binding(keys: [.character("g"), .home], action: .top, help: "to the first line"),
            Binding(keys: [.character("G"), .end], action: .bottom, help: end),
        ]
    }

    /// Of a list that grows at its end.
    static let newest = "to the newest, and follow"

    static let turns = [
        Binding(keys: [.character("]")], action: .nextTurn, help: "to the next turn"),
        Binding(keys: [.character("[")], action: .previousTurn, help: "to the turn before"),
    ]

    static let worstTurn = Binding(
        keys: [.character("W")], action: .worstTurn, footer: "worst",
        help: "to the turn with the longest silence before its answer")

    static let hear = Binding(
        keys: [.character("H")], action: .hear, footer: "hear",
        help: "play the selected turn, else the newest, through an external player; again: silence")

    static let findings = [
        Binding(keys: [.character("}")], action: .nextFinding, help: "to the next finding"),
        Binding(keys: [.character("{")], action: .previousFinding, help: "to the finding before"),
    ]

    /// To the other screens, each by its number, and to the command line.
    static func views(_ screens: [Screen] = Screen.allCases) -> [Binding] {
        let numbers = screens.map { screen in
            Binding(keys: "\(screen.rawValue)".map(Key.character), action: .show(screen), help: screen.type.summary)
        }
        let command = Binding(
            keys: [.character(":")], action: .command, footer: "command", help: "type a command; Tab completes it")
        return numbers + [command]
    }

    static let filter = Binding(
        keys: [.character("/")], action: .filter, footer: "filter",
        help: "show only what matches: `has:tool`, see docs/filter.md")

    static let lookFor = Binding(
        keys: [.character("/")], action: .filter, footer: "search", help: "show only what holds these words")

    static let severity = Binding(
        keys: [.character("s")], action: .severity, footer: "severity",
        help: "only warnings and errors, only errors, or everything")

    static let follow = Binding(
        keys: [.character("F")], action: .follow, footer: "follow", help: "follow the newest, or stop following")

    static let marks = [
        Binding(
            keys: [.character("m")], action: .mark,
            help: "mark the row, or take the mark away; kept with the recording"),
        Binding(keys: [.character("M")], action: .markedOnly, help: "show only marked rows"),
        Binding(keys: [.character("'")], action: .nextMark, help: "to the next marked row"),
        Binding(keys: [.character(";")], action: .comment, help: "write a comment to the row, and mark it"),
    ]

    static let export = Binding(
        keys: [.character("e")], action: .export, help: "export the session, or all that are marked, into files")

    static let faults = Binding(
        keys: [.character("x")], action: .faults,
        help: "break calls on purpose: what, when and whose; show and end what is on")

    static let actions = Binding(
        keys: [.character("a")], action: .actions, footer: "actions",
        help: "what can be done with the session, or with all that are marked: replay, compare, resend, break, delete")

    static let remove = Binding(
        keys: [.character("D"), .delete], action: .remove,
        help: "delete the session, or all that are marked, from the recording; asks first")

    /// How the picture looks, and what becomes of it.
    ///
    /// - Parameters:
    ///   - hasTimes: there are times on the screen.
    ///   - hasContent: there is something to freeze and to copy.
    static func looks(hasTimes: Bool = false, hasContent: Bool = true) -> [Binding] {
        (hasContent ? [freeze] : []) + [privacy] + (hasTimes ? [times] : []) + (hasContent ? [copy] : []) + [
            Binding(
                keys: [.character("%")], action: .mouse,
                help: "give the mouse back to the terminal, to mark text; again: take it"),
            Binding(keys: [.function(2)], action: .settings, help: "settings: times, privacy, mouse, theme"),
            Binding(keys: [.character("?"), .function(1)], action: .help, footer: "help", help: "these keys"),
            redraw,
            Binding(
                keys: [.control("z")], action: .suspend,
                help: "suspend `livetop top`; refused where calls run through this process, because they would stop"),
        ]
    }

    private static let freeze = Binding(
        keys: [.character(" "), .control("f")], action: .freeze, footer: "freeze",
        help: "freeze the picture; recording goes on. Again: back to now")
    private static let privacy = Binding(
        keys: [.character("p")], action: .privacy, footer: "privacy",
        help: "mask tags, words, hosts and paths on screen")
    private static let times = Binding(
        keys: [.character("T")], action: .timeFormat,
        help: "times of day, times since the beginning, or since the line above")
    private static let copy = Binding(
        keys: [.character("y")], action: .copy, help: "copy what is selected, by way of the terminal (OSC 52)")

    static let redraw = Binding(keys: [.control("l")], action: .redraw, help: "draw the screen afresh")

    static let quit = Binding(
        keys: [.character("q")], action: .quit, footer: "quit",
        help: "quit; asks first while calls run through livetop")

    static let quitNow = Binding(
        keys: [.character("Q"), .control("c")], action: .quitNow, help: "quit at once, cleanly")
}

extension Action {
    /// Shows a screen.
    static func show(_ screen: Screen) -> Action { Action(screen.title.lowercased()) }
}
