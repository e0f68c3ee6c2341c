/// What a key makes the dashboard do. Its name is the one in the configuration's `[keys]`.
///
/// Here stand those that mean something on several screens. A screen adds its own in its own file, as
/// `extension Action { static let zoomIn = Action("zoom-in") }`, and carries them out itself.
struct Action: Hashable, Sendable {
    let name: String

    init(_ name: String) { self.name = name }
}

// Moving and opening.
extension Action {
    static let up = Action("up")
    static let down = Action("down")
    static let pageUp = Action("page-up")
    static let pageDown = Action("page-down")
    static let top = Action("top")
    static let bottom = Action("bottom")
    static let left = Action("left")
    static let right = Action("right")
    static let open = Action("open")
    static let back = Action("back")
    static let nextPane = Action("next-pane")
    static let previousPane = Action("previous-pane")
    static let follow = Action("follow")
    static let nextTurn = Action("next-turn")
    static let previousTurn = Action("previous-turn")
    static let worstTurn = Action("worst-turn")
    static let nextFinding = Action("next-finding")
    static let previousFinding = Action("previous-finding")
}

// Of the dashboard, whatever it shows.
extension Action {
    static let command = Action("command")
    static let filter = Action("filter")
    static let search = Action("search")
    static let severity = Action("severity")
    static let mark = Action("mark")
    static let markedOnly = Action("marked-only")
    static let nextMark = Action("next-mark")
    static let comment = Action("comment")
    static let export = Action("export")
    static let settings = Action("settings")
    static let freeze = Action("freeze")
    static let privacy = Action("privacy")
    static let timeFormat = Action("time-format")
    static let mouse = Action("mouse")
    static let copy = Action("copy")
    static let hear = Action("hear")
    static let help = Action("help")
    static let redraw = Action("redraw")
    static let suspend = Action("suspend")
    /// Leaves, after a question when calls would end with it.
    static let quit = Action("quit")
    static let quitNow = Action("quit-now")
    static let confirm = Action("confirm")
    /// What can be done with a session or the marked ones.
    static let actions = Action("actions")
    static let remove = Action("delete")
    static let confirmRemoval = Action("confirm-delete")
    static let stay = Action("stay")
    /// What is broken on purpose, and what can be.
    static let faults = Action("faults")
    static let editFault = Action("edit-fault")
    static let stopFaults = Action("stop-faults")
    static let confirmFault = Action("confirm-fault")
}

// Of a replay.
extension Action {
    static let play = Action("play")
    static let faster = Action("faster")
    static let slower = Action("slower")
    static let frameForward = Action("frame-forward")
    static let frameBack = Action("frame-back")
    static let skipForward = Action("skip-forward")
    static let skipBack = Action("skip-back")
    static let nudgeForward = Action("nudge-forward")
    static let nudgeBack = Action("nudge-back")
}

// Of the line that is being typed.
extension Action {
    static let accept = Action("accept")
    static let cancel = Action("cancel-line")
    static let complete = Action("complete")
    static let older = Action("older")
    static let newer = Action("newer")
    static let erase = Action("erase")
    static let eraseForward = Action("erase-forward")
    static let eraseWord = Action("erase-word")
    static let eraseLine = Action("erase-line")
    static let cursorLeft = Action("cursor-left")
    static let cursorRight = Action("cursor-right")
    static let lineStart = Action("line-start")
    static let lineEnd = Action("line-end")
}
