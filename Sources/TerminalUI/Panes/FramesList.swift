import Filters
import LiveProtocol
import SessionModel

/// The frames of one session on screen, as a window into what may be a million of them.
///
/// ```
/// blocks   0 … 811  │ 812 … 840 │  841 … 3,906
///                   │  loaded   │
///                      ▲ rows: top … selected … │ ask for the next block before the user gets there
/// ```
///
/// Moving never waits: it stops at the edge of what is loaded, which is asked for long before. A jump empties the
/// window and asks for its target. What is far from the screen is dropped, so memory is bounded.
struct FramesList: Sendable {
    let session: SessionID?
    private(set) var outline = FrameOutline()
    private(set) var filter = Filter.everything
    private(set) var isFollowing = true
    /// What is followed: the frame that a replay has come to; nil: the end of the session.
    private var playhead: FramePlace?
    /// Where the list has jumped after it: a frame that was not captured is not looked for again.
    private var soughtPlayhead: FramePlace?
    /// A frame that is wanted itself, and not the run of audio that it is part of.
    private var sought: FramePlace?
    /// Index of the selected row.
    private(set) var selected = 0
    /// The first row on screen.
    private(set) var top = 0
    private(set) var rows: [FrameRow] = []
    /// The question that is not answered yet.
    private(set) var pending: FrameRequest?
    /// Why the last question was not answered.
    private(set) var problem: String?
    private(set) var hasAnswer = false

    /// The first block of the window.
    private(set) var firstBlock = 0
    private var blocks: [Block] = []
    private var expanded: Set<FramePlace> = []
    /// Where the user wants to be, until frames from there arrive.
    private var goal: Goal? = .end
    private var ticket = 0
    /// The session has frames that the window does not know of.
    private var isOutdated = false

    private struct Block {
        var entries: [FrameEntry]
        var rows: [FrameRow]
    }

    private enum Goal: Hashable {
        case start, end
        case instant(Timestamp)
        case place(FramePlace)
    }

    /// Frames kept: the window is cut when it holds more, unless the screen needs them.
    static let entryLimit = 24_000
    /// Rows that should be loaded beyond the screen on either side, and those that must be.
    private static let margin = 150
    private static let leastMargin = 10

    init(session: SessionID? = nil) { self.session = session }

    var selectedRow: FrameRow? { rows.indices.contains(selected) ? rows[selected] : nil }

    /// Blocks that lie behind the window.
    private var endBlock: Int { firstBlock + blocks.count }
    var hasEarlier: Bool { firstBlock > 0 }
    var hasLater: Bool { endBlock < outline.blockCount }

    /// How much of the session the window has gone through, where a filter makes that worth knowing.
    var searchedShare: Double? {
        guard filter != .everything, outline.blockCount > 0 else { return nil }
        return Double(blocks.count) / Double(outline.blockCount)
    }

    /// How the frames of the session are numbered, as its findings number them too.
    var numbers: FrameNumbers { FrameNumbers(outline.parts.map { ($0.connection, $0.lastSequence) }) }
}

// MARK: - What the user does

extension FramesList {
    /// Moves the selection by `step` rows, stopping at the edges of the window; at the end of the session it follows.
    mutating func move(by step: Int) {
        problem = nil
        guard !rows.isEmpty else { return }
        let target = max(0, min(rows.count - 1, selected + max(-rows.count, min(rows.count, step))))
        isFollowing = step > 0 && target == rows.count - 1 && !hasLater && playhead == nil
        selected = target
    }

    mutating func moveToStart() {
        isFollowing = false
        // What is asked for and not answered may be anywhere.
        hasEarlier || goal != nil ? jump(to: .start) : (selected = 0)
    }

    mutating func moveToEnd() {
        isFollowing = true
        if let playhead {
            holds(playhead) ? (selected = followed) : jump(to: .place(playhead))
        } else {
            hasLater ? jump(to: .end) : (selected = max(0, rows.count - 1))
        }
    }

    mutating func toggleFollowing() {
        if isFollowing { isFollowing = false } else { moveToEnd() }
    }

    mutating func show(_ instant: Timestamp) {
        isFollowing = false
        jump(to: .instant(instant))
    }

    /// Goes to a frame; where it is part of a run of audio, the run shows its frames.
    mutating func show(_ place: FramePlace) {
        isFollowing = false
        jump(to: .place(place))
        sought = place
    }

    /// A replay has come to this frame.
    mutating func follow(_ place: FramePlace) {
        playhead = place
        guard isFollowing, pending == nil, place != soughtPlayhead, goal != nil || !holds(place) else { return }
        soughtPlayhead = place
        jump(to: .place(place))
    }

    /// The window has gone through the block of the frame.
    private func holds(_ place: FramePlace) -> Bool {
        outline.index(of: place.connection, place.sequence).map((firstBlock..<endBlock).contains) ?? false
    }

    mutating func select(_ index: Int) {
        guard rows.indices.contains(index) else { return }
        selected = index
        isFollowing = false
    }

    /// A click on a line of the list.
    mutating func press(line: Int) { if line >= 0 { select(top + line) } }

    /// Shows the frames of a run, or hides them again. False where the selected row is no run.
    mutating func toggleRun() -> Bool {
        guard let row = selectedRow, case .run(_, let isExpanded) = row.shape else { return false }
        if isExpanded { expanded.remove(row.place) } else { expanded.insert(row.place) }
        isFollowing = false
        var changed = blocks
        for index in changed.indices where changed[index].entries.contains(where: { $0.place == row.place }) {
            changed[index].rows = FrameRow.rows(of: changed[index].entries, expanded: expanded)
        }
        show(changed)
        return true
    }

    mutating func setFilter(_ filter: Filter) {
        guard filter != self.filter else { return }
        self.filter = filter
        if !isFollowing, let place = selectedRow?.place {
            jump(to: .place(place))
        } else {
            jump(to: playhead.map(Goal.place) ?? .end)
        }
    }

    private mutating func jump(to goal: Goal) {
        self.goal = goal
        sought = nil
        problem = nil
        pending = nil
        hasAnswer = false
        firstBlock = 0
        blocks = []
        rows = []
        (selected, top) = (0, 0)
    }
}

// MARK: - Asking and being answered

extension FramesList {
    /// The session has grown.
    mutating func grow() { isOutdated = true }

    /// What has to be loaded next for a screen of `height` rows; nil while an answer is on its way, or when all is there.
    mutating func nextRequest(height: Int) -> FrameRequest? {
        guard let session, pending == nil, problem == nil, let (start, isBackward) = wanted(height) else { return nil }
        ticket += 1
        let request = FrameRequest(
            session: session, filter: filter, start: start, isBackward: isBackward, ticket: ticket)
        pending = request
        return request
    }

    private mutating func wanted(_ height: Int) -> (start: FrameRequest.Start, isBackward: Bool)? {
        if let goal {
            return switch goal {
            case .start: (.block(0), false)
            case .end: (.end, true)
            case .instant(let instant): (.instant(instant), false)
            case .place(let place): (.frame(place.connection, place.sequence), false)
            }
        }
        if hasEarlier, isShort(of: top) { return (.block(firstBlock - 1), true) }
        if hasLater, isShort(of: rows.count - top - height) { return (.block(endBlock), false) }
        guard isOutdated, !hasLater else { return nil }
        isOutdated = false
        return blocks.isEmpty ? (.end, true) : (.block(endBlock - 1), false)
    }

    /// Too few rows lie beyond an edge of the screen. Where rows are long runs, being close has to do.
    private func isShort(of rows: Int) -> Bool {
        rows < Self.leastMargin || rows < Self.margin && entryCount < Self.entryLimit / 2
    }

    private var entryCount: Int { blocks.reduce(0) { $0 + $1.entries.count } }

    /// Takes in an answer; one that is not waited for any more is ignored.
    mutating func show(_ page: FramePage, height: Int) {
        guard page.request == pending else { return }
        pending = nil
        hasAnswer = true
        outline = page.outline
        let loaded = page.blocks.map { Block(entries: $0, rows: FrameRow.rows(of: $0, expanded: expanded)) }
        if let goal {
            self.goal = nil
            firstBlock = page.firstBlock
            blocks = loaded
            if let place = sought { unfold(place) }
            rows = blocks.flatMap(\.rows)
            settle(at: goal)
        } else {
            show(joined(loaded, at: page.firstBlock))
        }
        if isFollowing { selected = followed }
        trim(height)
    }

    /// Shows the frames of the run that a frame is part of; nothing where it has a row already.
    private mutating func unfold(_ place: FramePlace) {
        sought = nil
        for index in blocks.indices {
            let block = blocks[index]
            guard !block.rows.contains(where: { $0.place == place }),
                let entry = block.entries.first(where: { $0.place == place }),
                let run = block.rows.last(where: { $0.holds(entry) })
            else { continue }
            expanded.insert(run.place)
            blocks[index].rows = FrameRow.rows(of: block.entries, expanded: expanded)
        }
    }

    /// The question could not be answered; the next move asks again.
    mutating func fail(_ request: FrameRequest, _ reason: String) {
        guard request == pending else { return }
        pending = nil
        hasAnswer = true
        problem = reason
    }

    private mutating func joined(_ loaded: [Block], at first: Int) -> [Block] {
        var blocks = blocks
        if first + loaded.count == firstBlock {
            blocks.insert(contentsOf: loaded, at: 0)
            firstBlock = first
        } else if first >= firstBlock, first <= firstBlock + blocks.count {
            // The last block may have grown since.
            let overlap = min(loaded.count, firstBlock + blocks.count - first)
            blocks.replaceSubrange(first - firstBlock..<first - firstBlock + overlap, with: loaded)
        }
        return blocks
    }

    private mutating func settle(at goal: Goal) {
        switch goal {
        case .start: selected = 0
        case .end: selected = max(0, rows.count - 1)
        case .instant(let instant): selected = rows.firstIndex { $0.entry.at >= instant } ?? max(0, rows.count - 1)
        case .place(let place): selected = index(of: place) ?? 0
        }
        top = selected
    }

    /// Takes other blocks and finds selection and first row again.
    private mutating func show(_ blocks: [Block]) {
        let selectedPlace = selectedRow?.place
        let topPlace = rows.indices.contains(top) ? rows[top].place : nil
        self.blocks = blocks
        rows = blocks.flatMap(\.rows)
        if let selectedPlace { selected = index(of: selectedPlace) ?? min(selected, max(0, rows.count - 1)) }
        if let topPlace { top = index(of: topPlace) ?? min(top, max(0, rows.count - 1)) }
    }

    /// The row of a frame, or the nearest before it.
    private var followed: Int { playhead.flatMap(index) ?? max(0, rows.count - 1) }

    private func index(of place: FramePlace) -> Int? {
        rows.firstIndex { $0.place == place }
            ?? rows.lastIndex { $0.entry.connection == place.connection && $0.entry.sequence <= place.sequence }
            ?? rows.indices.first
    }

    /// Drops blocks far from the screen.
    private mutating func trim(_ height: Int) {
        var count = entryCount
        guard count > Self.entryLimit else { return }
        var (before, after) = (top, rows.count - top - height)
        var kept = blocks.indices
        // From the longer side, one block after the other; what is near the screen would only be asked for again.
        while count > Self.entryLimit * 3 / 4, let first = kept.first, let last = kept.last {
            let isHead = before > after
            let block = blocks[isHead ? first : last]
            guard max(before, after) - block.rows.count > 2 * Self.leastMargin else { break }
            count -= block.entries.count
            if isHead { before -= block.rows.count } else { after -= block.rows.count }
            kept = isHead ? first + 1..<last + 1 : first..<last
        }
        firstBlock += kept.lowerBound
        show(Array(blocks[kept]))
    }

    /// Keeps the selected row on a screen of `height` rows, scrolling as little as possible.
    mutating func settle(height: Int) {
        if isFollowing, playhead != nil || !hasLater { selected = followed }
        top = ListWindow.top(showing: selected, from: top, height: height, count: rows.count)
    }
}

extension FrameEntry {
    fileprivate var place: FramePlace { FramePlace(connection: connection, sequence: sequence) }
}
