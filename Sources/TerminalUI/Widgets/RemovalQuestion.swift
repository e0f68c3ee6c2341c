/// Asked before sessions are deleted from the recording.
struct RemovalQuestion {
    /// Such as `checkout 6g002byh` or `3 marked sessions`.
    let what: String

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let lines = [
            StyledText("Delete \(what) from the recording? There is no way back."),
            StyledText("y", .accent) + StyledText(" delete    ") + StyledText("Esc", .accent) + StyledText(" keep"),
        ]
        TextPane(title: "Delete?", lines: lines.wrapped(in: rect), style: .warning).draw(in: rect, on: &grid)
    }
}
