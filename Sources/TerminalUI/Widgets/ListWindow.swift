/// The part of a list that is on screen.
enum ListWindow {
    /// The first line to show so that line `index` of `count` is among `height` lines, from `top` scrolling as little
    /// as possible.
    static func top(showing index: Int, from top: Int, height: Int, count: Int) -> Int {
        guard height > 0 else { return 0 }
        let reachable = max(0, min(top, count - height))
        if index < reachable { return max(0, index) }
        return index >= reachable + height ? index - height + 1 : reachable
    }
}
