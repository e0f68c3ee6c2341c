/// A bar across the screen: what mode it is in, or what is wrong.
struct Banner {
    var text: String
    var isAlert = false

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let style: Style = isAlert ? .alertBanner : .banner
        grid.fill(rect, style)
        grid.draw(StyledText(text, style), in: rect.inset(columns: 1))
    }
}
