/// What each thread of livetop costs per frame: which of them makes the whole.
extension Comparison {
    /// Nil where livetop was not measured.
    var threadTable: MarkdownTable? {
        let measured = [Subject.livetopRelay, .livetopRecording].filter { results[$0] != nil }
        let names = Set(measured.flatMap { subject in costs(of: subject).flatMap(\.keys) }).sorted()
        guard !names.isEmpty else { return nil }
        var table = MarkdownTable(columns: ["CPU µs/frame"] + names)
        table.rows = measured.map { subject in
            [subject.title] + names.map { name in Spread(costs(of: subject).compactMap { $0[name] }).text }
        }
        return table
    }

    /// Microseconds per frame by thread, of each round.
    private func costs(of subject: Subject) -> [[String: Double]] {
        (results[subject] ?? []).compactMap { result in
            guard let seconds = result.load.threadCPUSeconds, result.load.frames > 0 else { return nil }
            return seconds.mapValues { $0 * 1e6 / Double(result.load.frames) }
        }
    }
}
