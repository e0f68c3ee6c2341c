import Snapshots

/// What a newcomer sees before the first call: the exact lines to paste.
struct EmptyScreen {
    let process: ProcessGauges
    let privacy: Privacy

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let place = rect.inset(columns: rect.columns >= 70 ? 3 : 1)
        for (offset, line) in lines(columns: place.columns, rows: place.rows).prefix(place.rows).enumerated() {
            grid.draw(line, in: Rect(row: place.row + offset, column: place.column, columns: place.columns, rows: 1))
        }
    }

    /// Blank lines go first when there is little room.
    private func lines(columns: Int, rows: Int) -> [StyledText] {
        // Cut in the middle, an export is of no use to anybody.
        let paragraphs = columns < 60 ? [greeting, run, demo] : [greeting, run, python, node, demo]
        let all: [StyledText] = Array(paragraphs.joined(separator: [""]))
        return all.count <= rows ? all : all.filter { $0.width > 0 }
    }

    private var greeting: [StyledText] {
        [StyledText("No calls yet.", .strong) + StyledText(" Waiting on port \(process.port).")]
    }

    private var run: [StyledText] {
        [heading("Let livetop start your program:"), command("livetop run\(folder) -- python app.py")]
    }

    private var python: [StyledText] {
        [heading("Or set this where it starts. Python, Go:"), baseURL, export("SSL_CERT_FILE", process.caBundlePath)]
    }

    private var node: [StyledText] {
        [heading("JavaScript (Node):"), baseURL, export("NODE_EXTRA_CA_CERTS", process.caPath)]
    }

    private var demo: [StyledText] {
        [
            heading("Other SDKs and shells: ") + StyledText("livetop env\(folder) --help", .accent),
            heading("See it at work: ") + StyledText("livetop demo", .accent),
        ]
    }

    /// What commands need to find this livetop, where it keeps its files in another folder than the usual one.
    private var folder: String {
        guard privacy == .on, !process.folderFlag.isEmpty else { return process.folderFlag }
        return " --data-dir \(privacy.masked(process.dataDirectory))"
    }

    private var baseURL: StyledText { export("GOOGLE_GEMINI_BASE_URL", process.baseURL) }

    private func export(_ name: String, _ value: String) -> StyledText {
        command("export \(name)=\(privacy.masked(value))")
    }

    private func heading(_ text: String) -> StyledText { StyledText(text, .heading) }

    private func command(_ text: String) -> StyledText { StyledText("  " + text, .accent) }
}
