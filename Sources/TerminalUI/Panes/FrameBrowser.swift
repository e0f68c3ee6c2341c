import LiveProtocol
import SessionModel

/// The state of the Frames screen: the list, what is in the selected frame, and which of the two has the keys.
struct FrameBrowser: Sendable {
    enum Pane: Hashable, Sendable {
        case list, detail
    }

    var list = FramesList()
    var detail = FrameDetail()
    var pane = Pane.list
    /// Frames of the session when the list was last told that there are more.
    private var frameCount: Int64 = 0
    /// Until when the recording may still be behind what the snapshot counts.
    private var settledAt = Timestamp(nanoseconds: .min)

    /// Frames are committed within a tenth of a second; a slow disk may take longer.
    private static let recordingDelay = Duration.seconds(2)

    init(session: SessionID? = nil) { list = FramesList(session: session) }

    /// What a snapshot says of the session that is open.
    mutating func follow(_ summary: SessionSummary?, at now: Timestamp) {
        guard let summary else { return }
        if summary.frames != frameCount {
            frameCount = summary.frames
            settledAt = now + Self.recordingDelay
        }
        if now <= settledAt { list.grow() }
    }

    /// What `y` copies: the selected part of JSON, or the line of the frame.
    var copyText: String? {
        if pane == .detail, detail.mode == .tree { return detail.tree?.selectedText }
        guard let row = list.selectedRow else { return nil }
        return "\(row.entry.direction.name) \(row.entry.kind) \(row.words(.off).text)"
    }

    /// What has to be read for a screen of this layout.
    mutating func requests(_ layout: FramesLayout) -> [Effect] {
        list.settle(height: layout.listHeight)
        detail.settle(in: layout.content.size)
        var effects: [Effect] = []
        if let request = list.nextRequest(height: layout.listHeight) { effects.append(.readFrames(request)) }
        if !layout.detail.isEmpty, let span = detail.select(list.selectedRow) { effects.append(.readContent(span)) }
        return effects
    }
}

/// Where list and detail are: side by side where there is room, else one of them.
///
/// ```
/// title     │ title
/// columns   │ mode
/// rows      │ content
/// ```
struct FramesLayout {
    let list: Rect
    let detail: Rect

    /// Columns from which both fit.
    static let wide = 100
    private static let listLimit = 110

    init(_ body: Rect, _ pane: FrameBrowser.Pane) {
        if body.columns >= Self.wide {
            let width = min(Self.listLimit, body.columns * 56 / 100)
            (list, detail) = body.cutLeft(width, gap: 1)
        } else {
            let nothing = Rect(row: body.row, column: body.column, columns: 0, rows: 0)
            list = pane == .list ? body : nothing
            detail = pane == .detail ? body : nothing
        }
    }

    /// Rows of frames below the line of titles.
    var listHeight: Int { max(0, list.rows - 1) }

    /// What the detail shows, below its title and the line of what it is.
    var content: Rect { detail.dropTop(2).inset(columns: 1) }
}
