import SessionModel

/// What the session was asked to be, line by line; the service's defaults are filled in and marked.
struct SetupScreen {
    let setup: SetupSummary
    let cursor: ListCursor

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let settings = setup.settings
        let selected = cursor.index(in: Array(settings.indices))
        let height = max(0, rect.rows - 1)
        let nameWidth = min(24, rect.columns / 3)
        let table = Table(
            columns: [
                Table.Column(title: StyledText("SETTING", .heading), width: nameWidth),
                Table.Column(
                    title: StyledText("VALUE", .heading), width: max(0, rect.columns - nameWidth - Table.gap - 2)),
            ], rowCount: settings.count,
            top: SessionsList.top(showing: selected ?? 0, from: cursor.top, height: height, count: settings.count),
            selected: selected
        ) { cells(settings[$0]) }
        table.draw(in: rect, on: &grid)
    }

    private func cells(_ setting: SetupSummary.Setting) -> [StyledText] {
        let remark = StyledText(setting.isDefault ? " (default)" : "", .faint)
        return [
            StyledText(setting.name, .faint),
            StyledText(setting.value, setting.isDefault ? .faint : .plain) + remark,
        ]
    }
}
