extension KeyMap {
    private static let roots: Set<Context> = [.empty, .sessions]
    private static let ofSession: Set<Context> = [.session, .turns, .frames, .frame, .findings, .metrics, .setup]
    private static let screens: Set<Context> = roots.union(ofSession).union([.log])
    private static let lists: Set<Context> = ofSession.union([.sessions, .log, .help, .menu])
    /// Lists that grow at their end.
    private static let streams: Set<Context> = [.turns, .frames, .log]
    private static let typing: Set<Context> = [.command, .filter, .comment, .search]

    /// Lines that are remembered.
    private static let recalling: Set<Context> = [.command, .filter]

    static let standardTable =
        openings + replays + moves + times + jumps + views + searches + orders + notes + looks + endings + lines

    private static let openings = [
        Binding(
            keys: [.enter], action: .open, contexts: [.sessions], footer: "open", help: "open the selected session"),
        Binding(
            keys: [.enter], action: .open, contexts: [.findings], footer: "frames",
            help: "show the frame that proves it"),
        Binding(
            keys: [.enter], action: .open, contexts: [.turns], footer: "frames", help: "show the frames of the turn"),
        Binding(
            keys: [.enter], action: .open, contexts: [.frames], footer: "open",
            help: "look into the frame; show the frames of a run of audio, or hide them"),
        Binding(
            keys: [.enter], action: .open, contexts: [.frame], footer: "fold", help: "fold or unfold this part of JSON"),
        Binding(
            keys: [.escape, .character("q")], action: .back, contexts: ofSession.union([.log]), footer: "back",
            help: "one step back"),
        Binding(
            keys: [.escape], action: .back, contexts: [.sessions],
            help: "let go of the selection: the first row, whichever it is"),
        Binding(keys: [.enter], action: .open, contexts: [.menu], footer: "choose", help: "choose this line"),
        Binding(
            keys: [.escape, .character("q")], action: .back, contexts: [.menu], footer: "close", help: "close this list"
        ),
        Binding(
            keys: [.escape, .character("q"), .character("?"), .function(1)], action: .back, contexts: [.help],
            footer: "close", help: "close this help"),
    ]

    private static let replays = [
        Binding(
            keys: [.character(" "), .control("f")], action: .play, contexts: [.replay], footer: "play",
            help: "play or pause; at the end, from the beginning"),
        Binding(keys: [.character(">")], action: .faster, contexts: [.replay], help: "faster, up to 50×"),
        Binding(keys: [.character("<")], action: .slower, contexts: [.replay], help: "slower, down to 0.25×"),
        Binding(
            keys: [.right], action: .skipForward, contexts: [.replay], footer: "5 s", footerKey: "← →",
            help: "5 seconds on"),
        Binding(keys: [.left], action: .skipBack, contexts: [.replay], help: "5 seconds back"),
        Binding(keys: [.shiftRight], action: .nudgeForward, contexts: [.replay], help: "1 second on"),
        Binding(keys: [.shiftLeft], action: .nudgeBack, contexts: [.replay], help: "1 second back"),
        Binding(
            keys: [.character(".")], action: .frameForward, contexts: [.replay], footer: "frame", footerKey: ", .",
            help: "one frame on"),
        Binding(keys: [.character(",")], action: .frameBack, contexts: [.replay], help: "one frame back"),
        Binding(
            keys: [.character("]")], action: .nextTurn, contexts: [.replay], footer: "turn", footerKey: "[ ]",
            help: "to where the next turn begins"),
        Binding(
            keys: [.character("[")], action: .previousTurn, contexts: [.replay],
            help: "to where this turn begins, or the one before"),
        Binding(
            keys: [.character("}")], action: .nextFinding, contexts: [.replay], footer: "finding", footerKey: "{ }",
            help: "to where the next finding was first seen"),
        Binding(
            keys: [.character("{")], action: .previousFinding, contexts: [.replay],
            help: "to where the finding before was first seen"),
    ]

    private static let moves = [
        Binding(
            keys: [.character("j"), .down], action: .down, contexts: lists, footer: "move", footerKey: "j k",
            help: "one line down"),
        Binding(keys: [.character("k"), .up], action: .up, contexts: lists, help: "one line up"),
        Binding(keys: [.pageDown, .control("d")], action: .pageDown, contexts: lists, help: "one screen down"),
        Binding(keys: [.pageUp, .control("u")], action: .pageUp, contexts: lists, help: "one screen up"),
        Binding(keys: [.character("g"), .home], action: .top, contexts: lists, help: "to the first line"),
        Binding(
            keys: [.character("G"), .end], action: .bottom,
            contexts: [.sessions, .findings, .metrics, .setup, .frame, .help, .menu],
            help: "to the last line"),
        Binding(
            keys: [.character("G"), .end], action: .bottom, contexts: streams.union([.session]),
            help: "to the newest, and follow"),
    ]

    private static let times = [
        Binding(
            keys: [.tab], action: .nextPane, contexts: [.session], footer: "next part",
            help: "to the next part: clocks, lanes, transcript, findings, tokens"),
        Binding(keys: [.backTab], action: .previousPane, contexts: [.session], help: "to the part before"),
        Binding(
            keys: [.character("z")], action: .zoomPane, contexts: [.session], footer: "zoom",
            help: "give the part the whole screen, or take it back"),
        Binding(
            keys: [.left, .character("h")], action: .left, contexts: [.session], footer: "time", footerKey: "h l",
            help: "the lanes: earlier"),
        Binding(keys: [.right, .character("l")], action: .right, contexts: [.session], help: "the lanes: later"),
        Binding(
            keys: [.character("+"), .character("=")], action: .zoomIn, contexts: [.session],
            help: "the lanes: less time, more detail"),
        Binding(keys: [.character("-")], action: .zoomOut, contexts: [.session], help: "the lanes: more time"),
        Binding(keys: [.character("0")], action: .zoomFit, contexts: [.session], help: "the lanes: the whole session"),
    ]

    /// Views of a session in which turns and findings have a place.
    private static let timed: Set<Context> = [.session, .turns, .frames]

    private static let jumps = [
        Binding(keys: [.character("]")], action: .nextTurn, contexts: timed, help: "to the next turn"),
        Binding(keys: [.character("[")], action: .previousTurn, contexts: timed, help: "to the turn before"),
        Binding(
            keys: [.character("W")], action: .worstTurn, contexts: [.session, .turns], footer: "worst",
            help: "to the turn with the longest silence before its answer"),
        Binding(
            keys: [.character("}")], action: .nextFinding, contexts: timed.union([.findings]),
            help: "to the next finding"),
        Binding(
            keys: [.character("{")], action: .previousFinding, contexts: timed.union([.findings]),
            help: "to the finding before"),
    ]

    private static let notes = [
        Binding(
            keys: [.character("m")], action: .mark, contexts: [.sessions, .turns],
            help: "mark the row, or take the mark away; kept with the recording"),
        Binding(
            keys: [.character("M")], action: .markedOnly, contexts: [.sessions, .turns], help: "show only marked rows"),
        Binding(
            keys: [.character("'")], action: .nextMark, contexts: [.sessions, .turns], help: "to the next marked row"),
        Binding(
            keys: [.character(";")], action: .comment, contexts: [.sessions, .turns],
            help: "write a comment to the row, and mark it"),
        Binding(
            keys: [.character("e")], action: .export, contexts: ofSession.union([.sessions]),
            help: "export the session into a file"),
    ]

    private static let views = [
        Binding(
            keys: [.character("1")], action: .showSessions, contexts: ofSession.union([.log]), help: "all sessions"),
        Binding(
            keys: [.character("2")], action: .showSession, contexts: ofSession.union([.sessions, .log]),
            help: "the session: clocks, lanes, transcript"),
        Binding(
            keys: [.character("3")], action: .showTurns, contexts: ofSession.union([.sessions, .log]),
            help: "its turns and their latency"),
        Binding(
            keys: [.character("4")], action: .showFrames, contexts: ofSession.union([.sessions, .log]),
            help: "its frames"),
        Binding(
            keys: [.character("5")], action: .showFindings, contexts: ofSession.union([.sessions, .log]),
            help: "what is wrong with it, and what to do"),
        Binding(
            keys: [.character("6")], action: .showMetrics, contexts: ofSession.union([.sessions, .log]),
            help: "its metrics: percentiles and course"),
        Binding(
            keys: [.character("7")], action: .showSetup, contexts: ofSession.union([.sessions, .log]),
            help: "its setup, and what differs from the session before"),
        Binding(keys: [.character("8")], action: .showLog, contexts: screens, help: "what livetop itself has to say"),
        Binding(
            keys: [.character(":")], action: .command, contexts: screens, footer: "command",
            help: "type a command; Tab completes it"),
    ]

    private static let searches = [
        Binding(
            keys: [.character("/")], action: .filter, contexts: [.sessions, .turns, .frames], footer: "filter",
            help: "show only what matches: `kind:audio dir:up`, see docs/filter.md"),
        Binding(
            keys: [.character("/")], action: .search, contexts: [.frame], footer: "search", help: "search in this frame"
        ),
        Binding(keys: [.character("n")], action: .nextMatch, contexts: [.frame], help: "to the next match"),
        Binding(keys: [.character("N")], action: .previousMatch, contexts: [.frame], help: "to the match before"),
        Binding(
            keys: [.character("v")], action: .detailMode, contexts: [.frames, .frame], footer: "view",
            help: "show the frame as tree, JSON as sent, bytes or sound"),
        Binding(
            keys: [.tab, .backTab], action: .nextPane, contexts: [.frames, .frame],
            help: "from the list to what is in the frame, and back"),
        Binding(
            keys: [.left, .character("h")], action: .left, contexts: [.frame],
            help: "fold, or go to what this is part of"),
        Binding(keys: [.right, .character("l")], action: .right, contexts: [.frame], help: "unfold"),
    ]

    private static let orders = [
        Binding(
            keys: [.character("o")], action: .sortNext, contexts: [.sessions], footer: "sort",
            help: "sort by the next column; after the last, worst first"),
        Binding(keys: [.character("O")], action: .sortReversed, contexts: [.sessions], help: "reverse the order"),
        Binding(
            keys: [.character("F")], action: .follow, contexts: [.sessions],
            help: "follow the first row, whichever it is, or stay on this session"),
        Binding(
            keys: [.character("F")], action: .follow, contexts: streams.union([.session]), footer: "follow",
            help: "follow the newest, or stop following"),
    ]

    private static let looks = [
        Binding(
            keys: [.character(" "), .control("f")], action: .freeze, contexts: screens.subtracting([.empty]),
            footer: "freeze", help: "freeze the picture; recording goes on. Again: back to now"),
        Binding(
            keys: [.character("p")], action: .privacy, contexts: screens, footer: "privacy",
            help: "mask tags, words, hosts and paths on screen"),
        Binding(
            keys: [.character("T")], action: .timeFormat, contexts: streams.union([.session]),
            help: "times of day, times since the beginning, or since the line above"),
        Binding(
            keys: [.character("y")], action: .copy, contexts: lists.subtracting([.help, .menu]),
            help: "copy what is selected, by way of the terminal (OSC 52)"),
        Binding(
            keys: [.character("%")], action: .mouse, contexts: screens,
            help: "give the mouse back to the terminal, to mark text; again: take it"),
        Binding(
            keys: [.function(2)], action: .settings, contexts: screens,
            help: "settings: times, privacy, mouse, theme"),
        Binding(
            keys: [.character("?"), .function(1)], action: .help, contexts: screens, footer: "help", help: "these keys"),
        Binding(
            keys: [.control("l")], action: .redraw, contexts: Set(Context.allCases), help: "draw the screen afresh"),
        Binding(
            keys: [.control("z")], action: .suspend, contexts: screens,
            help: "suspend `livetop top`; refused where calls run through this process, because they would stop"),
    ]

    private static let endings = [
        Binding(
            keys: [.character("q")], action: .quit, contexts: roots, footer: "quit",
            help: "quit; asks first while calls run through livetop"),
        Binding(
            keys: [.character("Q"), .control("c")], action: .quitNow,
            contexts: Set(Context.allCases).subtracting(typing),
            help: "quit at once, cleanly"),
        Binding(
            keys: [.character("q"), .character("y"), .enter], action: .confirm, contexts: [.quitting], footer: "quit",
            help: "quit and end the calls"),
        Binding(
            keys: [.escape, .character("n")], action: .stay, contexts: [.quitting], footer: "stay", help: "stay"),
    ]

    private static let lines = [
        Binding(
            keys: [.enter], action: .accept, contexts: [.command], footer: "run", help: "carry out the command"),
        Binding(keys: [.enter], action: .accept, contexts: [.filter], footer: "keep", help: "keep the filter"),
        Binding(keys: [.enter], action: .accept, contexts: [.comment], footer: "keep", help: "keep the comment"),
        Binding(
            keys: [.enter], action: .accept, contexts: [.search], footer: "done",
            help: "stay at the match; `n` and `N` go on"),
        Binding(
            keys: [.escape, .control("c")], action: .cancel, contexts: [.command, .comment, .search], footer: "leave",
            help: "leave the line"),
        Binding(
            keys: [.escape, .control("c")], action: .cancel, contexts: [.filter], footer: "clear",
            help: "show everything again"),
        Binding(
            keys: [.tab], action: .complete, contexts: [.command, .filter], footer: "complete",
            help: "complete the word; again: the next possibility"),
        Binding(
            keys: [.up, .control("p")], action: .older, contexts: recalling, footer: "history", help: "the line before"),
        Binding(keys: [.down, .control("n")], action: .newer, contexts: recalling, help: "the line after"),
        Binding(keys: [.left, .control("b")], action: .cursorLeft, contexts: typing, help: "one character left"),
        Binding(keys: [.right, .control("f")], action: .cursorRight, contexts: typing, help: "one character right"),
        Binding(keys: [.home, .control("a")], action: .lineStart, contexts: typing, help: "to the beginning"),
        Binding(keys: [.end, .control("e")], action: .lineEnd, contexts: typing, help: "to the end"),
        Binding(keys: [.backspace, .control("h")], action: .erase, contexts: typing, help: "erase a character"),
        Binding(keys: [.delete], action: .eraseForward, contexts: typing, help: "erase the character at the cursor"),
        Binding(keys: [.control("w")], action: .eraseWord, contexts: typing, help: "erase the word before the cursor"),
        Binding(keys: [.control("u")], action: .eraseLine, contexts: typing, help: "erase the line"),
    ]
}
