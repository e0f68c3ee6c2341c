import SessionModel

/// What the session was asked to be, the service's defaults included and marked.
struct SetupPane {
    let setup: SetupSummary?
    /// The picture carries the details of the session.
    let isKnown: Bool

    func draw(in rect: Rect, on grid: inout CellGrid) {
        guard !rect.isEmpty else { return }
        let settings = setup?.settings ?? []
        // What was asked for comes first; the defaults are the first to go where there is no room.
        let ordered = settings.filter { !$0.isDefault } + settings.filter(\.isDefault)
        let (title, body) = rect.cutTop(1)
        let hidden = ordered.count - body.rows
        _ = Section(title: "Setup", remark: hidden > 0 ? "\(hidden) more" : "").draw(in: title, on: &grid)
        if setup == nil { grid.draw(StyledText(isKnown ? "no setup so far" : Format.unknown, .faint), in: body) }
        for (offset, setting) in ordered.prefix(body.rows).enumerated() {
            let line = Rect(row: body.row + offset, column: body.column, columns: body.columns, rows: 1)
            draw(setting, in: line, on: &grid)
        }
    }

    private func draw(_ setting: SetupSummary.Setting, in line: Rect, on grid: inout CellGrid) {
        let (name, value) = line.cutLeft(24, gap: 1)
        grid.draw(StyledText(setting.name, .faint), in: name)
        let remark = StyledText(setting.isDefault ? " (default)" : "", .faint)
        grid.draw(StyledText(setting.value, setting.isDefault ? .faint : .plain) + remark, in: value)
    }
}
