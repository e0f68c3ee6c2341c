import LiveProtocol
import SessionModel
import Wording

/// One metric: what it is, its percentiles by each anchor, and its latest samples over time.
struct MetricPane {
    let metric: Metric
    let log: MetricLog
    let openedAt: Timestamp

    func draw(in rect: Rect, on grid: inout CellGrid) {
        let whole = Section(title: metric.title, remark: metric.rawValue).draw(in: rect, on: &grid)
        let body = drawSentence(in: whole, on: &grid)
        guard log.statistics(for: metric) != nil else {
            return grid.draw(StyledText("no sample so far", .faint), in: body)
        }
        let lines = statisticsLines(width: body.columns)
        let shown = min(lines.count, max(1, body.rows - 5))
        for (offset, line) in lines.prefix(shown).enumerated() { grid.draw(line, in: body.dropTop(offset)) }
        drawPlot(in: body.dropTop(shown), on: &grid)
    }

    /// What the metric is and where it is good, where there is room for it; returns what is left.
    private func drawSentence(in rect: Rect, on grid: inout CellGrid) -> Rect {
        let sentence = [
            metric.sentence, metric.thresholdWords.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." },
        ]
        let words = sentence.compactMap(\.self).joined(separator: " ")
        let lines = TextWidth.wrapped(words, to: max(8, rect.columns))
        guard rect.rows >= lines.count + 4 else { return rect }
        for (offset, line) in lines.enumerated() {
            grid.draw(StyledText(line, .faint), in: rect.dropTop(offset))
        }
        return rect.dropTop(lines.count + (rect.rows >= lines.count + 12 ? 1 : 0))
    }

    /// A line per anchor, the one that counts first.
    private func statisticsLines(width: Int) -> [StyledText] {
        let headline = log.statistics(for: metric)
        let others = log.anchors(of: metric).filter { $0 != headline?.anchor }
        let all = [headline].compactMap { $0 } + others.compactMap { log.statistics(for: metric, anchor: $0) }
        let names = all.map { $0.anchor.map { "from \($0.words)" } ?? "all" }
        let column = (names.map(TextWidth.width).max() ?? 0) + 2
        return zip(all, names).enumerated().map { index, line in
            let padding = String(repeating: " ", count: column - TextWidth.width(line.1))
            return StyledText(line.1 + padding, index == 0 ? .strong : .plain) + figures(line.0, width: width - column)
        }
    }

    /// What is said last goes first where there is no room for all of it.
    private func figures(_ statistics: MetricStatistics, width: Int) -> StyledText {
        let percentiles = [("p50 ", statistics.p50), ("p95 ", statistics.p95), ("p99 ", statistics.p99)]
        let numbers = (metric.isTotal ? [("so far ", statistics.max)] : percentiles).map { name, value in
            StyledText(name, .faint) + StyledText(Format.metric(value, metric.unit))
        }
        let count = StyledText(Format.counted(Int(clamping: statistics.count), "sample"))
        let exactness = metric.exactness(from: statistics.anchor)
        let words = exactness == .exact ? [] : [StyledText(exactness.words, .faint)]
        let all = [count] + numbers + words
        return (2...all.count).reversed().map { all.prefix($0).joined(by: "  ") }.fitting(width)
    }

    private func drawPlot(in rect: Rect, on grid: inout CellGrid) {
        let samples = Array(log.samples(of: metric))
        guard rect.rows >= 3, let first = samples.first, let last = samples.last else { return }
        let (axis, area) = rect.cutBottom(1)
        let whole = Double(max(1, (last.at - first.at).nanoseconds))
        let points = samples.map { sample in
            Plot.Point(
                place: samples.count == 1 ? 0.5 : Double((sample.at - first.at).nanoseconds) / whole,
                value: sample.value, style: sample.isColdStart ? .faint : metric.style(sample.value))
        }
        Plot(points: points, lines: lines) { Format.metric($0, metric.unit) }.draw(in: area, on: &grid)
        let time = axis.cutLeft(min(11, axis.columns / 3)).rest
        grid.draw(StyledText(Format.position(first.at - openedAt), .faint), in: time)
        grid.draw(StyledText(Format.position(last.at - openedAt), .faint), in: time, aligned: .right)
    }

    /// Where the metric stops being good, and where it is bad.
    private var lines: [Plot.Line] {
        guard let thresholds = metric.thresholds else { return [] }
        let good = Plot.Line(
            value: thresholds.good, words: Format.metric(thresholds.good, metric.unit), style: .warning)
        let bad = thresholds.bad.map { Plot.Line(value: $0, words: Format.metric($0, metric.unit), style: .alert) }
        return [good] + [bad].compactMap { $0 }
    }
}
