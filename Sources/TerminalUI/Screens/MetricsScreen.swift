import LiveProtocol
import SessionModel
import Wording

/// Every quantity that has percentiles, and the selected one over time, by each of its anchors.
struct MetricsScreen: ListScreen {
    static let title = "Metrics"
    static let level = ScreenLevel.view
    static let summary = "its metrics: percentiles and course"

    static var keys: [KeyMap.Group] {
        [
            section(
                [CommonKeys.back] + CommonKeys.moves() + CommonKeys.views() + [CommonKeys.faults, CommonKeys.export]
                    + CommonKeys.looks()
                    + [CommonKeys.quitNow])
        ]
    }

    var cursor = ListCursor<Int>()
    /// The row that was the worst when the session was first looked at.
    private var worst: (session: SessionID, row: Int)?

    /// A session is first seen at its worst metric. One that the user went to stays selected from session to session.
    mutating func settle(_ context: ScreenContext) {
        if let detail = context.detail, worst?.session != detail.id, cursor.selected == worst?.row {
            let row = Self.worstRow(in: detail.metrics)
            cursor.select(row)
            worst = (detail.id, row)
        }
        settleRows(context)
    }

    /// The first that is bad at its 95th percentile, else the first that is not good, else the first.
    private static func worstRow(in log: MetricLog) -> Int {
        let grades = Metric.allCases.map { metric in
            log.statistics(for: metric).flatMap { metric.thresholds?.grade($0.p95) }
        }
        return grades.firstIndex(of: .bad) ?? grades.firstIndex(of: .warning) ?? 0
    }

    /// Rows are the metrics in their order.
    static let rowKeys = Array(Metric.allCases.indices)

    func rowKeys(_ context: ScreenContext) -> [Int] { Self.rowKeys }

    static func listPlace(in body: Rect) -> Rect { parts(of: body).list }

    private var selected: Metric { Metric.allCases[cursor.index(in: Self.rowKeys) ?? 0] }

    func position(_ context: ScreenContext) -> String { context.detail == nil ? "" : selected.rawValue }

    func copyText(_ context: ScreenContext) -> String? { selected.rawValue }

    // MARK: Drawing

    func draw(_ context: ScreenContext, on grid: inout CellGrid) {
        guard let detail = context.detail else { return context.drawNothing(on: &grid) }
        draw(detail.metrics, since: detail.openedAt, context, on: &grid)
    }

    func draw(_ log: MetricLog, since openedAt: Timestamp, _ context: ScreenContext, on grid: inout CellGrid) {
        let parts = Self.parts(of: context.body)
        let slots = Self.slots(width: parts.list.columns)
        let columns = slots.map {
            Table.Column(title: StyledText($0.title, .heading), width: $0.width, alignment: $0.alignment)
        }
        drawRows(Self.rowKeys, under: columns, in: parts.list, context, on: &grid) { row in
            let metric = Metric.allCases[row]
            guard metric.isTotal else { return slots.map { cell($0, metric, in: log) } }
            // Only its largest value says something: in the last column that has room for one.
            let last = slots.last { $0.id.isValue }?.id
            return slots.map { slot in
                guard slot.id.isValue else { return cell(slot, metric, in: log) }
                return slot.id == last ? value(log.statistics(for: metric)?.max, of: metric) : ""
            }
        }
        guard !parts.detail.isEmpty else { return }
        MetricPane(metric: selected, log: log, openedAt: openedAt).draw(in: parts.detail, on: &grid)
    }

    /// Columns from which both parts stand side by side.
    private static let wide = 160

    private static func parts(of rect: Rect) -> (list: Rect, detail: Rect) {
        if rect.columns >= wide {
            let (list, detail) = rect.cutLeft(rect.columns / 2, gap: 2)
            return (list, detail.inset(columns: 1))
        }
        let whole = Metric.allCases.count + 1
        let (list, rest) = rect.cutTop(rect.rows < 10 ? rect.rows : min(whole, rect.rows / 2))
        return (list, rest.dropTop(rest.rows > 8 ? 1 : 0).inset(columns: 1))
    }
}

// MARK: - Columns

extension MetricsScreen {
    private enum Column {
        case title, anchor, count, p50, p95, p99, max, trend

        var isValue: Bool { [.p50, .p95, .p99, .max].contains(self) }
    }

    private struct Slot {
        let id: Column
        let title: String
        let width: Int
        var alignment = Alignment.right
    }

    private static func slots(width: Int) -> [Slot] {
        var slots = [
            Slot(id: .title, title: "METRIC", width: 24, alignment: .left), Slot(id: .count, title: "COUNT", width: 6),
            Slot(id: .p50, title: "P50", width: 8), Slot(id: .p95, title: "P95", width: 8),
            Slot(id: .p99, title: "P99", width: 8), Slot(id: .max, title: "MAX", width: 8),
        ]
        if width < 72 { slots.removeAll { $0.id == .max || $0.id == .p99 } }
        if width < 52 { slots.removeAll { $0.id == .count || $0.id == .p50 } }
        if width >= 92 { slots.insert(Slot(id: .anchor, title: "FROM", width: 17, alignment: .left), at: 1) }
        let rest = width - 2 - slots.reduce(0) { $0 + $1.width + Table.gap }
        return rest >= 6 ? slots + [Slot(id: .trend, title: "LATEST", width: min(rest, 40), alignment: .left)] : slots
    }

    private func value(_ number: Double?, of metric: Metric) -> StyledText {
        StyledText(Format.metric(number, metric.unit), metric.style(number))
    }

    private func cell(_ slot: Slot, _ metric: Metric, in log: MetricLog) -> StyledText {
        let statistics = log.statistics(for: metric)
        return switch slot.id {
        case .title: StyledText(metric.title, statistics == nil ? .faint : .plain)
        case .anchor: StyledText(statistics?.anchor?.words ?? "", .faint)
        case .count: StyledText(Format.count(statistics?.count))
        case .p50: value(statistics?.p50, of: metric)
        case .p95: value(statistics?.p95, of: metric)
        case .p99: value(statistics?.p99, of: metric)
        case .max: value(statistics?.max, of: metric)
        case .trend: StyledText(Sparkline.text(log.samples(of: metric).map(\.value), width: slot.width), .down)
        }
    }
}
