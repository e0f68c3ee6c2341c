/// The line at the bottom of the screen while it is being typed: a command or a filter.
struct TypedLine: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case command
        case filter
        /// On the marked row.
        case comment
        /// Text in the selected frame.
        case search
        /// Something to break.
        case fault
    }

    let kind: Kind
    var editor: LineEditor
    /// Earlier lines of this kind, the latest last.
    private let history: [String]
    /// Which of them is shown; nil: what the user types.
    private var recalled: Int?
    private var draft = ""
    /// The possibilities that Tab goes through, and which of them stands in the line.
    private(set) var completion: Completion?

    /// What Tab found.
    struct Completion: Hashable, Sendable {
        /// The line up to the word that is being completed.
        let stem: String
        let candidates: [String]
        var index: Int
    }

    init(_ kind: Kind, text: String = "", history: [String] = []) {
        self.kind = kind
        self.history = history
        editor = LineEditor(text)
    }

    var text: String { editor.text }

    /// Changes the line by hand: what was recalled or completed becomes what the user typed.
    mutating func edit(_ change: (inout LineEditor) -> Void) {
        change(&editor)
        completion = nil
        recalled = nil
    }

    mutating func recallOlder() {
        let index = (recalled ?? history.count) - 1
        guard history.indices.contains(index) else { return }
        if recalled == nil { draft = text }
        recall(index)
    }

    mutating func recallNewer() {
        guard let recalled else { return }
        recall(recalled + 1)
    }

    private mutating func recall(_ index: Int) {
        let isHistory = index < history.count
        recalled = isHistory ? index : nil
        completion = nil
        editor = LineEditor(isHistory ? history[index] : draft)
    }

    /// Puts the first possibility into the line; the next one when Tab is pressed again.
    mutating func complete(_ find: (_ head: String) -> Completion?) {
        var next = completion
        if next != nil { next?.index += 1 } else { next = find(editor.head) }
        guard var next, !next.candidates.isEmpty else { return }
        next.index %= next.candidates.count
        editor = LineEditor(next.stem + next.candidates[next.index])
        // A single possibility is what was meant: the next Tab completes what follows it.
        completion = next.candidates.count > 1 ? next : nil
    }
}

extension TypedLine.Completion {
    /// The candidates that begin with the last word of `head`; nil when there is none.
    init?(of head: String, among candidates: [String]) {
        let stem = head.lastIndex(of: " ").map { String(head[...$0]) } ?? ""
        let word = head.dropFirst(stem.count).lowercased()
        let matching = candidates.filter { $0.lowercased().hasPrefix(word) }
        guard !matching.isEmpty else { return nil }
        self.init(stem: stem, candidates: matching, index: 0)
    }
}
