import LiveProtocol

/// A bar that is filled up to a share, with half a column of resolution: `━━━━╾───`.
struct Gauge {
    /// 0 to 1, clamped; nil draws an empty track.
    var share: Double?
    var style: Style

    /// The bar in exactly `width` columns.
    func text(width: Int) -> StyledText {
        guard width > 0 else { return StyledText() }
        let share = min(1, max(0, share.map { $0.isFinite ? $0 : 0 } ?? 0))
        // A little is never drawn as nothing: the first half column stands for "more than zero".
        let halves = max(share > 0 ? 1 : 0, Int(clamping: (share * Double(2 * width)).rounded()))
        let full = String(repeating: "━", count: halves / 2) + (halves % 2 == 1 ? "╾" : "")
        let track = String(repeating: "─", count: width - (halves + 1) / 2)
        return StyledText(full, style) + StyledText(track, .faint)
    }
}
