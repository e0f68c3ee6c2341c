/// What a key can make the screen do. The names are those of the configuration's `[keys]`.
enum Action: String, CaseIterable, Hashable, Sendable {
    case up, down
    case pageUp = "page-up"
    case pageDown = "page-down"
    case top, bottom
    case open, back
    case showSessions = "sessions"
    case showSession = "session"
    case showTurns = "turns"
    case showFrames = "frames"
    case showFindings = "findings"
    case showMetrics = "metrics"
    case showSetup = "setup"
    case showLog = "log"
    case command
    case filter, search
    case nextMatch = "next-match"
    case previousMatch = "previous-match"
    case detailMode = "detail"
    case nextPane = "next-pane"
    case previousPane = "previous-pane"
    case zoomPane = "zoom-pane"
    case left, right
    case zoomIn = "zoom-in"
    case zoomOut = "zoom-out"
    case zoomFit = "zoom-fit"
    case nextTurn = "next-turn"
    case previousTurn = "previous-turn"
    case worstTurn = "worst-turn"
    case nextFinding = "next-finding"
    case previousFinding = "previous-finding"
    case mark
    case markedOnly = "marked-only"
    case nextMark = "next-mark"
    case comment, export, settings
    case sortNext = "sort"
    case sortReversed = "reverse"
    /// Of a replay.
    case play, faster, slower
    case frameForward = "frame-forward"
    case frameBack = "frame-back"
    case skipForward = "skip-forward"
    case skipBack = "skip-back"
    case nudgeForward = "nudge-forward"
    case nudgeBack = "nudge-back"
    case follow, freeze, privacy, copy, help, redraw, suspend
    case timeFormat = "time-format"
    case mouse
    /// Leaves, after a question when calls would end with it.
    case quit
    case quitNow = "quit-now"
    case confirm, stay
    // Of the line that is being typed.
    case accept, complete, erase
    case cancel = "cancel-line"
    case eraseForward = "erase-forward"
    case eraseWord = "erase-word"
    case eraseLine = "erase-line"
    case cursorLeft = "cursor-left"
    case cursorRight = "cursor-right"
    case lineStart = "line-start"
    case lineEnd = "line-end"
    case older, newer
}
