import Corpus
import Foundation
import LiveProtocol
import Proxy
import Recordings
import SessionModel
import SessionStore
import TestSupport
import Testing

@testable import Runtime

/// What is understood while it happens is what the recording says, also where there was no time for some of it.
@Suite struct AnalysisTests {
    /// A call of the corpus, and what is behind the tap: analysis begins when a test says so.
    private struct Stage {
        let folder: TemporaryFolder
        let disk: TroubledDisk
        let clock = RecordingClock()
        let recorder: RecorderThread
        let feed: AnalysisFeed
        let latest = LatestSnapshot(DiagnosedFleet(Knowledge()))
        let events: [WireEvent]

        /// - Parameter portions: for how many there is room.
        init(portions: Int) throws {
            let folder = try TemporaryFolder()
            let clock = clock
            self.folder = folder
            disk = TroubledDisk(holding: folder.url)
            recorder = try RecorderThread(
                folder: folder.url,
                header: RecordingHeader(startedAt: clock.anchorWall, version: "test", capture: .full, host: nil),
                log: ProcessLog(), renewFolder: {}, now: { clock.now() })
            feed = AnalysisFeed(limits: .init(count: portions, byteCount: 32 << 20, reservedCount: 1))
            let calls = StagedFailure.scripted.prefix(12).map { $0.fires(StagedVariation(0)) }
            events = calls.map { $0.wireEvents(from: clock.anchorWall) }.max { $0.count < $1.count } ?? []
            try #require(events.count > 30)
        }

        func offer(_ events: some Sequence<WireEvent>) {
            let events = Array(events)
            for start in stride(from: 0, to: events.count, by: 2) {
                let items = events[start..<min(start + 2, events.count)].map(RecordItem.event)
                recorder.offer(items)
                feed.offer(AnalysisFeed.Portion(items: items, reached: events[start].at), byteCount: 1)
            }
        }

        func begin(isRecordedWhole: Bool = true) -> JoinableThread {
            JoinableThread(named: "analysis") { [self] in
                var analysis = Analysis(
                    feed: feed, recorder: recorder, isRecordedWhole: isRecordedWhole, latest: latest, scraped: nil,
                    clock: clock, knowledge: Knowledge())
                analysis.run()
            }
        }

        /// The sessions as they are when nothing is skipped.
        var expected: [SessionState] {
            var fleet = DiagnosedFleet(Knowledge())
            for event in events { fleet.apply(event) }
            return fleet.fleet.sessions
        }
    }

    @Test(arguments: [1_000, 3]) func `nothing is understood otherwise for being late`(portions: Int) throws {
        let stage = try Stage(portions: portions)
        let half = stage.events.count / 2
        stage.offer(stage.events[..<half])
        #expect((stage.feed.firstSkipped == nil) == (portions == 1_000))
        let thread = stage.begin()
        // While it reads, the rest comes, in part or as a whole.
        for start in stride(from: half, to: stage.events.count, by: 4) {
            stage.offer(stage.events[start..<min(start + 4, stage.events.count)])
            Thread.sleep(forTimeInterval: 0.002)
        }
        stage.feed.close()
        thread.join()
        let isSame = stage.latest.newest.fleet.sessions == stage.expected
        #expect(isSame)
        #expect(stage.recorder.stop(within: .seconds(5)))
        let database = try SessionDatabase.open(in: stage.folder.url, readOnly: true)
        let id = try #require(stage.expected.first?.id)
        var recorded: [WireEvent] = []
        try Recording(database).forEachEvent(of: id) { recorded.append($0) }
        #expect(recorded == stage.events)
        // The summary and the rows of the end came, too.
        #expect(try SessionIndex(database).session(id).map { $0.isCached && $0.summary.closedAt != nil } == true)
    }

    /// Nothing that was skipped is given up for not being on the disk yet.
    @Test func `a disk that is stuck for seconds makes figures late, not others`() throws {
        let stage = try Stage(portions: 3)
        stage.disk.set(.stuck)
        stage.offer(stage.events.dropLast(4))
        #expect(stage.disk.waitUntilSomebodyIsHeld())
        let thread = stage.begin()
        // Longer than anybody may have patience.
        Thread.sleep(forTimeInterval: 3.5)
        #expect(stage.feed.firstSkipped != nil)
        stage.disk.set(nil)
        stage.offer(stage.events.suffix(4))
        stage.feed.close()
        thread.join()
        let isSame = stage.latest.newest.fleet.sessions == stage.expected
        #expect(isSame)
        #expect(stage.recorder.stop(within: .seconds(5)))
    }

    /// A recorder with much before it is given way to only where processor time is short.
    @Test func `a disk that is stuck does not stop what is understood`() throws {
        let stage = try Stage(portions: 1_000)
        stage.disk.set(.stuck)
        stage.offer(stage.events.prefix(4))
        #expect(stage.disk.waitUntilSomebodyIsHeld())
        #expect(!stage.recorder.isPressed)
        let frame = try #require(stage.events.first { if case .frame = $0.kind { true } else { false } })
        stage.recorder.offer(Array(repeating: .event(frame), count: 20_000))
        #expect(stage.recorder.isPressed)
        stage.feed.offer(
            AnalysisFeed.Portion(items: stage.events.dropFirst(4).map(RecordItem.event)), byteCount: 1)
        stage.feed.close()
        stage.begin().join()
        let isSame = stage.latest.newest.fleet.sessions == stage.expected
        #expect(isSame)
        stage.disk.set(nil)
        #expect(stage.recorder.stop(within: .seconds(30)))
    }

    @Test func `processor time is scarce where others had a third of it`() {
        #expect(ProcessorTime.isScarce(wall: 6_000_000, own: 3_900_000))
        #expect(!ProcessorTime.isScarce(wall: 6_000_000, own: 4_000_000))
        #expect(!ProcessorTime.isScarce(wall: 6_000_000, own: 6_000_000))
        // Too short to say.
        #expect(!ProcessorTime.isScarce(wall: 900_000, own: 0))
    }

    @Test func `what no recording tells is a gap, and openings and closings are kept`() throws {
        let stage = try Stage(portions: 2)
        stage.offer(stage.events)
        let thread = stage.begin(isRecordedWhole: false)
        stage.feed.close()
        thread.join()
        let session = try #require(stage.latest.newest.fleet.sessions.first)
        #expect(!session.isOpen)
        let frames = stage.events.count { if case .frame = $0.kind { true } else { false } }
        #expect(session.traffic.frames + session.traffic.droppedFrames == Int64(frames))
        #expect(session.traffic.droppedFrames > 0)
        #expect(stage.recorder.stop(within: .seconds(5)))
    }

    @Test func `given up, it ends where it is, and lists count rows`() throws {
        let stage = try Stage(portions: 1_000)
        stage.offer(stage.events.dropLast(5))
        stage.feed.abandon()
        stage.begin().join()
        #expect(stage.latest.newest.fleet.sessions.isEmpty)
        #expect(stage.recorder.stop(within: .seconds(5)))
        let database = try SessionDatabase.open(in: stage.folder.url, readOnly: true)
        let id = try #require(stage.expected.first?.id)
        #expect(try SessionIndex(database).session(id)?.isCached == false)
    }

    @Test func `how far behind the figures are is told when it can be noticed`() {
        let feed = AnalysisFeed()
        let now = Timestamp(nanoseconds: 100_000_000_000)
        #expect(feed.behind(at: now) == .zero)
        feed.note(reached: now - .milliseconds(300))
        #expect(feed.behind(at: now) == .zero)
        feed.note(reached: now - .milliseconds(2_100))
        #expect(feed.behind(at: now) == .milliseconds(2_100))
    }
}
