import Wording

/// The last line of every screen: the keys of this screen on the left, where the user is on the right.
enum StatusBar {
    /// - Parameter first: the keys that what is shown is worked with; they are the last to go, in this order.
    static func draw(
        _ bindings: [Binding], first: [Action] = [], position: String, in rect: Rect, on grid: inout CellGrid
    ) {
        guard rect.rows > 0 else { return }
        let line = rect.inset(columns: 1)
        // The key that leads to all others is always in sight.
        let place = StyledText(short(position, width: line.columns * 3 / 5), .faint).truncated(
            to: max(8, line.columns - 9))
        grid.draw(keys(of: bindings, first, width: line.columns - place.width - 3), in: line)
        if place.width < line.columns { grid.draw(place, in: line, aligned: .right) }
    }

    /// Without its last remark where it would take more than `width` from the keys.
    private static func short(_ position: String, width: Int) -> String {
        guard TextWidth.width(position) > width, let comma = position.ranges(of: ", ").last else { return position }
        return String(position[..<comma.lowerBound])
    }

    /// As many keys as fit whole; `?` is among the first to stay, because it leads to all others.
    private static func keys(of bindings: [Binding], _ first: [Action], width: Int) -> StyledText {
        var shown: [Int] = []
        var used = 0
        let items = bindings.filter { $0.footer != nil }
        let order = items.map { importance($0, first) }
        let byImportance = items.indices.sorted { (order[$0], $0) < (order[$1], $1) }
        for index in byImportance {
            let needed = item(items[index]).width + (shown.isEmpty ? 0 : gap.width)
            guard used + needed <= width else { continue }
            used += needed
            shown.append(index)
        }
        return shown.sorted().map { item(items[$0]) }.joined(by: gap)
    }

    private static let gap: StyledText = "   "

    private static func item(_ binding: Binding) -> StyledText {
        StyledText(binding.footerKey ?? binding.keys.first?.name ?? "", .accent)
            + StyledText(" " + (binding.footer ?? ""), .faint)
    }

    private static func importance(_ binding: Binding, _ first: [Action]) -> Int {
        switch binding.action {
        case .help: 0
        case .quit, .back, .confirm, .stay, .accept, .cancel: 1
        default: 2 + (first.firstIndex(of: binding.action) ?? first.count)
        }
    }
}
