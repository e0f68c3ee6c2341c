import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct MetricsScreenTests {
    enum Scene: String, CaseIterable, Sendable {
        case empty, one, many, alarm

        /// Of no call, the staged one, one of many turns, and one in which everything is slow.
        var log: MetricLog {
            var log = MetricLog()
            guard self != .empty else { return log }
            let count = self == .one ? 1 : 240
            for index in 0..<count {
                let at = Staged.now - .seconds(250 - index)
                let wave = Double(index * 37 % 101) * (self == .alarm ? 30 : 5)
                let role: MetricLog.Role = index == 0 && count > 1 ? .coldStart : .headline
                log.record(.response, 620 + wave, at: at, anchor: .localVAD, as: role)
                log.record(.response, 540 + wave, at: at, anchor: .serverVAD, as: .variant)
                log.record(.realTimeFactor, 1.4 + wave / 1_000, at: at)
                log.record(.cost, Double(index) * 0.0004, at: at)
                if index.isMultiple(of: 4) { log.record(.bargeIn, 180 + wave, at: at, anchor: .localVAD) }
            }
            return log
        }
    }

    @Test(arguments: Scene.allCases, SessionsScreenTests.sizes)
    func `the metrics look as reviewed`(scene: Scene, size: Size) {
        var grid = CellGrid(size)
        var screen = MetricsScreen()
        let context = Model().context(in: Rect(size))
        _ = screen.move(.lines(1), context)
        screen.draw(scene.log, since: Staged.now - .seconds(252), context, on: &grid)
        expectGolden(grid.golden, named: "metrics-\(scene.rawValue)-\(size.name)")
    }

    @Test(arguments: SessionsScreenTests.sizes)
    func `the metrics of a call look as reviewed, in a replay too`(size: Size) {
        var model = Model.showing(StagedCall.talk.snapshot(at: 252, Staged.one.gauges), on: size, .character("6"))
        model.mode = .replay(Playback(session: Staged.id(1), position: .seconds(9), length: .seconds(252)))
        expectGolden(view(model, size: size).golden, named: "metrics-replaying-\(size.name)")
    }

    @Test func `a call is first seen at its worst metric, and one that was gone to stays`() {
        let size = Size(120, 40)
        func shown(_ call: StagedCall, _ keys: Key...) -> Substring? {
            var model = Model.showing(call.snapshot(at: 252, Staged.one.gauges), on: size, .enter, .character("6"))
            for key in keys { _ = model.update(.key(key)) }
            return view(model, size: size).text.split(separator: "\n").first { $0.hasPrefix("▸") }
        }
        // Sound came 1.04 times as fast as it is heard, and 1.2 are advised.
        #expect(shown(.talk)?.hasPrefix("▸Output real-time factor") == true)
        #expect(shown(.refused)?.hasPrefix("▸Setup") == true)
        let gone = shown(.talk, .character("j"), .character("2"), .character("6"))
        #expect(gone?.hasPrefix("▸Context used") == true)
    }

    @Test func `a plot keeps its points within its region`() {
        var grid = CellGrid(Size(40, 10))
        let points = [-1, 0, 0.5, 1, 7].map { Plot.Point(place: $0, value: $0 * 1e9) }
        Plot(points: points, lines: [Plot.Line(value: 0, words: "0")]) { "\($0)" }.draw(
            in: Rect(row: 2, column: 5, columns: 20, rows: 4), on: &grid)
        for row in [0, 1, 6, 7, 8, 9] { #expect(grid[row].allSatisfy { $0 == .blank }) }
    }

    @Test func `a sparkline goes from the least to the greatest`() {
        #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7], width: 8) == "▁▂▃▄▅▆▇█")
        #expect(Sparkline.text([5, 0, 8], width: 2) == "▁█")
        #expect(Sparkline.text([3, 3], width: 8) == "▄▄")
        #expect(Sparkline.text([], width: 8) == "")
    }
}
