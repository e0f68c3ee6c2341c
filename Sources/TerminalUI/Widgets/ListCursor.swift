/// What stays the same of a row while others come, go and change places.
protocol ListKey: Hashable, Sendable {
    /// The row to select instead of one that is gone; nil: the one that stands where it stood.
    static func index(replacing gone: Self, in keys: [Self]) -> Int?
}

extension ListKey {
    static func index(replacing gone: Self, in keys: [Self]) -> Int? { nil }
}

/// Rows with numbers that ascend: after a row that is gone comes the next number.
extension Int: ListKey {
    static func index(replacing gone: Int, in keys: [Int]) -> Int? { keys.firstIndex { $0 >= gone } ?? keys.count - 1 }
}

/// Where the user is in a list: the selected row and the first one on screen. The selection stays on its row wherever
/// that moves.
struct ListCursor<Key: ListKey>: Hashable, Sendable {
    /// Follows the newest row until the user moves up; else the first row is selected until the user moves.
    let growsAtEnd: Bool
    /// The selected row; nil, until the user moves: the last of a growing list, else the first, whichever it is.
    private(set) var selected: Key?
    /// Where it stood, in case it is gone.
    private var lastIndex = 0
    /// The first row on screen.
    private(set) var top = 0

    init(growsAtEnd: Bool = false) { self.growsAtEnd = growsAtEnd }

    var isFollowing: Bool { growsAtEnd && selected == nil }

    /// The place of the selected row among `keys`, which are in the order on screen; nil in an empty list.
    func index(in keys: [Key]) -> Int? {
        guard !keys.isEmpty else { return nil }
        guard let selected else { return growsAtEnd ? keys.count - 1 : 0 }
        let index = keys.firstIndex(of: selected) ?? Key.index(replacing: selected, in: keys) ?? lastIndex
        return max(0, min(index, keys.count - 1))
    }

    /// Moves the selection by `step` rows, stopping at the ends. At the end a growing list follows.
    mutating func move(by step: Int, in keys: [Key]) {
        guard let index = index(in: keys) else { return }
        let target = max(0, min(keys.count - 1, index + max(-keys.count, min(keys.count, step))))
        lastIndex = target
        selected = growsAtEnd && target == keys.count - 1 && step > 0 ? nil : keys[target]
    }

    mutating func select(_ key: Key) { selected = key }

    /// Nothing changes where there is no such row.
    mutating func select(_ key: Key, in keys: [Key]) {
        guard let index = keys.firstIndex(of: key) else { return }
        lastIndex = index
        selected = key
    }

    /// Selects the row on a line of the screen; false where there is none.
    mutating func press(line: Int, in keys: [Key]) -> Bool {
        guard line >= 0, keys.indices.contains(top + line) else { return false }
        lastIndex = top + line
        selected = keys[lastIndex]
        return true
    }

    /// Back to the first row, or to the newest, whichever it is.
    mutating func release() {
        selected = nil
        lastIndex = 0
    }

    /// From whichever row is there to that row, and back.
    mutating func toggleFollowing(in keys: [Key]) {
        guard selected == nil else { return release() }
        if let index = index(in: keys) { select(keys[index], in: keys) }
    }

    /// Keeps the selected row on a screen of `height` rows, scrolling as little as possible.
    mutating func settle(in keys: [Key], height: Int) {
        let index = index(in: keys)
        top = ListWindow.top(showing: index ?? 0, from: top, height: height, count: keys.count)
        if let index, selected != nil { lastIndex = index }
    }
}
