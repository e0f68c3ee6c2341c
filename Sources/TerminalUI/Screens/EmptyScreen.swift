/// What a newcomer sees before the first call: the exact lines to paste.
struct EmptyScreen {
    let process: ProcessGauges
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let place = rect.inset(columns: rect.columns >= 70 ? 3 : 1)
        for (offset, line) in lines(rows: place.rows).prefix(place.rows).enumerated() {
            grid.draw(line, in: Rect(row: place.row + offset, column: place.column, columns: place.columns, rows: 1))
        }
    }

    /// Blank lines go first when there is little room.
    private func lines(rows: Int) -> [StyledText] {
        let all = greeting + run + base + python + node + elsewhere
        return all.count <= rows ? all : all.filter { $0.width > 0 }
    }

    private var greeting: [StyledText] {
        [
            StyledText("No calls yet.", .strong) + StyledText(" Waiting on port \(process.port).", .plain),
            "",
        ]
    }

    private var run: [StyledText] {
        [
            StyledText("Let livetop start your program, nothing to set:", .heading),
            command("livetop run -- python app.py"),
            "",
        ]
    }

    private var base: [StyledText] {
        [
            StyledText("Or set this where your program starts:", .heading),
            command("export GOOGLE_GEMINI_BASE_URL=\(privacy.masked(process.baseURL))"),
        ]
    }

    private var python: [StyledText] {
        [command("export SSL_CERT_FILE=\(privacy.masked(process.caBundlePath))", "Python, Go")]
    }

    private var node: [StyledText] {
        [command("export NODE_EXTRA_CA_CERTS=\(privacy.masked(process.caPath))", "Node"), ""]
    }

    private var elsewhere: [StyledText] {
        [
            StyledText("Other SDKs and shells:", .heading),
            command("livetop env --help"),
            "",
            StyledText("To see it at work without a key:", .heading),
            command("livetop demo"),
        ]
    }

    private func command(_ text: String, _ remark: String = "") -> StyledText {
        StyledText("  " + text, .accent) + StyledText(remark.isEmpty ? "" : "   # " + remark, .faint)
    }
}
