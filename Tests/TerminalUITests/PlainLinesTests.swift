import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct PlainLinesTests {
    private let lines = PlainLines(interval: .seconds(10))

    @Test func `the first snapshot says where livetop listens and what runs`() {
        expectGolden(
            lines.lines(from: nil, to: Staged.alarm.snapshot).joined(separator: "\n") + "\n", named: "plain-start")
    }

    @Test func `nothing happened, nothing is said`() {
        var later = Staged.many.snapshot
        later.now = later.now + .seconds(3)
        #expect(lines.lines(from: Staged.many.snapshot, to: later).isEmpty)
    }

    @Test func `the process and what runs are described once per interval`() {
        var later = Staged.one.snapshot
        later.now = later.now + .seconds(10)
        let expected =
            "1 open of 1, 413 frames/s, 1,148 kB/s, 0 dropped, 84 µs added lag, 412 MB stored, 38.2 GB free"
        let session =
            "6g002byh checkout: speaking, connection 5:38 left, session 10:38 left, context 35:48 left, 10.3k/131k tokens, "
            + "response p95 557 ms, barge-in 233 ms, $0.0328, 0 findings"
        #expect(lines.lines(from: Staged.one.snapshot, to: later) == [expected, session])
    }

    @Test func `of very many open sessions the worst have a line, the others are counted`() {
        var crowd = Staged.one.snapshot
        crowd.summaries = (1...120).map { Staged.plain($0) }
        var later = crowd
        later.now = later.now + .seconds(10)
        let said = lines.lines(from: crowd, to: later)
        #expect(said.count { $0.contains(", session ") } == 50)
        #expect(said.last == "and 70 more open sessions")
    }

    @Test func `a goAway, a close and a stopped recording have a line each`() {
        let before = StagedCall.talk.snapshot(at: 241, Staged.one.gauges)
        var leaving = StagedCall.leaving.snapshot(at: 241, Staged.one.gauges)
        let news = lines.lines(from: before, to: leaving)
        #expect(news.first == "6g002byh checkout: goAway, 0:49 left")
        #expect(news.count == 2 && news.last?.contains("goaway-ignored: The server announced") == true)
        #expect(lines.lines(from: leaving, to: leaving).isEmpty)
        let failed = StagedCall.failed.snapshot(at: 241, Staged.one.gauges)
        #expect(
            lines.lines(from: before, to: failed) == [
                "6g002byh checkout: closed by server 1011 Internal error encountered., "
                    + "after 3:49, 200 frames, 2.59k tokens in context, response p95 ≥400 ms, 0 findings"
            ])
        leaving.process.recorderProblem = "the disk is full"
        #expect(lines.lines(from: leaving, to: leaving).isEmpty)
        #expect(lines.lines(from: before, to: leaving).last == "NOT RECORDING: the disk is full")
        var silent = leaving
        silent.process.exportProblems = ["a collector does not answer"]
        #expect(lines.lines(from: leaving, to: silent) == ["NOT EXPORTED: a collector does not answer"])
        #expect(lines.lines(from: silent, to: silent).isEmpty)
    }

    @Test func `a client that refuses the certificate is told, with the command that mends it`() {
        let before = StagedCall.talk.snapshot(at: 241, Staged.one.gauges)
        var after = before
        after.process.refusedCertificates = 2
        after.process.sinceRefusedCertificate = .seconds(3)
        let said = lines.lines(from: before, to: after)
        #expect(said.count == 1)
        #expect(said.first?.hasPrefix("CERTIFICATE REFUSED by 2 clients: start with livetop run -- CMD") == true)
        #expect(lines.lines(from: after, to: after).isEmpty)
    }

    @Test(arguments: [40, 80, 200]) func `every screen tells of a refused certificate, for ten minutes`(columns: Int) {
        for key: Key? in [nil, .enter] {
            var snapshot = Staged.many.snapshot
            snapshot.process.refusedCertificates = 3
            snapshot.process.sinceRefusedCertificate = .seconds(599)
            let size = Size(columns, 24)
            #expect(text(snapshot, on: size, key).contains("■ 3 clients refused our certificate"))
            if columns >= 80 { #expect(text(snapshot, on: size, key).contains("livetop run -- CMD")) }
            snapshot.process.sinceRefusedCertificate = .seconds(600)
            #expect(!text(snapshot, on: size, key).contains("refused our certificate"))
        }
    }

    private func text(_ snapshot: FleetSnapshot, on size: Size, _ key: Key?) -> String {
        let model = key.map { Model.showing(snapshot, on: size, $0) } ?? Model.showing(snapshot, on: size)
        return view(model, size: size).text
    }

    @Test func `each snapshot is compared with the one before it`() {
        var lines = PlainLines()
        #expect(lines.update(Staged.one.snapshot).count == 2)
        #expect(lines.update(Staged.one.snapshot).isEmpty)
    }

    @Test func `no escape code reaches a pipe`() {
        let text = lines.lines(from: nil, to: Staged.nonLatin.snapshot).joined()
        #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `the last line names what was recorded and where`() {
        #expect(
            Staged.alarm.snapshot.exitSummary
                == "livetop: 7 sessions, 120,440 frames, 37 not captured, recorded in /home/ada/.local/share/livetop; "
                + "last: livetop show \(Staged.id(7))")
    }
}
