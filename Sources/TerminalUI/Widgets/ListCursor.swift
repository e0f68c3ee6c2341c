/// Where the user is in a list whose rows have numbers that stay: the selected row and the first one on screen.
struct ListCursor: Hashable, Sendable {
    /// Follows the newest row until the user moves up; else the first row is selected until the user moves.
    let growsAtEnd: Bool
    /// The number of the selected row; nil while the list follows its end, or nothing was selected.
    private(set) var selected: Int?
    private(set) var top = 0

    init(growsAtEnd: Bool) { self.growsAtEnd = growsAtEnd }

    var isFollowing: Bool { growsAtEnd && selected == nil }

    /// The place of the selected row among `numbers`, which ascend; nil in an empty list.
    func index(in numbers: [Int]) -> Int? {
        guard !numbers.isEmpty else { return nil }
        guard let selected else { return growsAtEnd ? numbers.count - 1 : 0 }
        // Rows at the beginning of a list may be gone.
        return min(numbers.firstIndex { $0 >= selected } ?? numbers.count - 1, numbers.count - 1)
    }

    /// Moves the selection by `step` rows, stopping at the ends. At the end a growing list follows.
    mutating func move(by step: Int, in numbers: [Int]) {
        guard let index = index(in: numbers) else { return }
        let target = max(0, min(numbers.count - 1, index + max(-numbers.count, min(numbers.count, step))))
        selected = growsAtEnd && target == numbers.count - 1 && step > 0 ? nil : numbers[target]
    }

    mutating func select(_ number: Int) { selected = number }

    mutating func toggleFollowing(in numbers: [Int]) {
        guard growsAtEnd else { return }
        selected = selected == nil ? numbers.last : nil
    }

    /// Keeps the selected row on a screen of `height` rows, scrolling as little as possible.
    mutating func settle(in numbers: [Int], height: Int) {
        top = SessionsList.top(showing: index(in: numbers) ?? 0, from: top, height: height, count: numbers.count)
    }
}
