/// The last line of every screen: the keys of this screen on the left, where the user is on the right.
enum StatusBar {
    static func draw(
        _ bindings: [Binding], position: String, in rect: Rect, on grid: inout CellGrid
    ) {
        guard rect.rows > 0 else { return }
        let line = rect.inset(columns: 1)
        // The key that leads to all others is always in sight.
        let place = StyledText(position, .faint).truncated(to: max(8, line.columns - 9))
        grid.draw(keys(of: bindings, width: line.columns - place.width - 3), in: line)
        if place.width < line.columns { grid.draw(place, in: line, aligned: .right) }
    }

    /// As many keys as fit whole; `?` is among the first to stay, because it leads to all others.
    private static func keys(of bindings: [Binding], width: Int) -> StyledText {
        var shown: [Int] = []
        var used = 0
        let items = bindings.filter { $0.footer != nil }
        let byImportance = items.indices.sorted { importance(items[$0]) < importance(items[$1]) }
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

    private static func importance(_ binding: Binding) -> Int {
        switch binding.action {
        case .help, .quit, .back, .confirm, .stay, .accept, .cancel: 0
        default: 1
        }
    }
}
