import Corpus
import Diagnosis
import Foundation
import LiveProtocol
import SessionModel
import SessionStore
import Snapshots
import TestSupport
import Testing

@testable import Recordings
@testable import Runtime

/// What a replay shows while it reads: the end where that was kept, and else how far it has come.
@Suite struct ReplayPlayerTests {
    private static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
    private let folder: TemporaryFolder
    private let recordings: Recordings
    private let session: SessionID

    init() throws {
        let failure = try #require(StagedFailure.scripted.first)
        let events = failure.fires(StagedVariation(0)).wireEvents(from: Self.start)
        folder = try TemporaryFolder()
        let database = try SessionDatabase.open(in: folder.url)
        var recorder = try Recorder(
            database, header: RecordingHeader(startedAt: Self.start, version: "test", capture: .full, host: nil))
        var redactors: [ConnectionID: ConnectionRedactor] = [:]
        for event in events {
            let prepared = event.prepared(
                by: &redactors[event.connection, default: ConnectionRedactor(hash: Self.hash)])
            try recorder.append([.event(prepared)])
        }
        try recorder.finish(at: try #require(events.last?.at))
        var recordings = Recordings(database, in: folder.url, knowledge: Knowledge()) { Self.start }
        recordings.leastCheckpointedRows = 1
        self.recordings = recordings
        session = SessionID(try #require(events.first?.connection))
    }

    private static let hash: HandleHash = { "h:\($0.count)" }

    private static let gauges = ProcessGauges(
        droppedFrames: nil, port: 0, baseURL: "", caPath: "", caBundlePath: "", dataDirectory: "")

    @Test func `without a checkpoint, the picture grows with what is read`() throws {
        var player = try ReplayPlayer(session, in: recordings, speed: 1)
        #expect(player.snapshot(Self.gauges).detail == nil)
        var frames: [Int64] = []
        try player.read { player in
            frames.append(player.snapshot(Self.gauges).detail?.traffic.frames ?? -1)
            return true
        }
        #expect(frames.first == 0)
        #expect(frames == frames.sorted())
        let isWhole = try player.snapshot(Self.gauges).detail == recordings.open(session).state
        #expect(isWhole)
    }

    @Test func `with one, the end is there before anything is read, and is the same behind it`() throws {
        let opened = try recordings.open(session)
        let findings = try recordings.diagnose(session).findings
        #expect(!findings.isEmpty)
        var player = try ReplayPlayer(session, in: recordings, speed: 1)
        var pictures = [player.snapshot(Self.gauges)]
        try player.read { player in
            pictures.append(player.snapshot(Self.gauges))
            return true
        }
        pictures.append(player.snapshot(Self.gauges))
        #expect(pictures.count > 3)
        for picture in pictures {
            let isSame = picture.detail == opened.state
            #expect(isSame)
            #expect(picture.findings[session] == findings)
            #expect(picture.now == opened.now)
            #expect(picture.playback?.length == opened.now - opened.state.openedAt)
        }
        #expect(pictures.dropFirst().dropLast().allSatisfy { $0.playback?.isReading == true })
        #expect(pictures.last?.playback?.isReading == false)
    }

    @Test func `what is gone to while nothing more is read is that instant, not the end`() throws {
        _ = try recordings.open(session)
        var player = try ReplayPlayer(session, in: recordings, speed: 1)
        try player.read { _ in true }
        try player.perform(.seek(.zero))
        let picture = player.snapshot(Self.gauges)
        #expect(picture.now == Self.start)
        #expect(picture.playback?.position == .zero)
        #expect(picture.detail?.lastAt == Self.start)
    }
}
