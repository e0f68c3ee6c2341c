import Wording

/// Asked before quitting ends calls that run through this process.
struct QuitQuestion {
    let openCalls: Int

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let calls = Format.counted(openCalls, "call runs", "calls run")
        let lines = [
            StyledText("\(calls) through livetop and would end with it."),
            StyledText("q", .accent) + StyledText(" quit    ") + StyledText("Esc", .accent) + StyledText(" stay"),
        ]
        TextPane(title: "Quit?", lines: lines.wrapped(in: rect), style: .warning).draw(in: rect, on: &grid)
    }
}
