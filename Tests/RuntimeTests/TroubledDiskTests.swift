import Foundation
import LiveProtocol
import Proxy
import Recordings
import SessionModel
import SessionStore
import Snapshots
import TestSupport
import Testing

@testable import Runtime

/// What is behind the tap while the disk is slow, stuck or broken: whoever relays is never kept waiting, memory has a bound, and
/// what is in no recording is counted: for the screen, in the events and in lists.
@Suite struct TroubledDiskTests {
    @Test func `a disk that is stuck holds nobody up, and what waited is recorded whole`() throws {
        let stage = try Stage()
        stage.disk.set(.stuck)
        stage.offer(2_000)
        #expect(stage.disk.waitUntilSomebodyIsHeld())
        // All of it was taken, and understood: neither needs the disk.
        try stage.wait { $0.status.waitingFrames == 2_000 }
        try stage.wait { stage in
            stage.pipeline.latest.take().fleet.sessions.reduce(0) { $0 + $1.traffic.frames } == 2_000
        }
        #expect(stage.status.droppedFrames == 0)
        stage.disk.set(nil)
        try stage.end()
        #expect(try stage.recorded() == stage.offered)
        #expect(stage.log.lines.allSatisfy { !$0.text.contains("not recorded") })
    }

    @Test func `a slow disk loses nothing that there is room for`() throws {
        let stage = try Stage()
        stage.disk.set(.slow(0.002))
        for _ in 0..<10 { stage.offer(200) }
        stage.disk.set(nil)
        try stage.end()
        #expect(try stage.recorded() == stage.offered)
    }

    @Test(arguments: TroubledDisk.Failure.allCases)
    func `a disk that fails is told, and recording goes on whole when it is well`(failure: TroubledDisk.Failure) throws
    {
        let stage = try Stage()
        stage.offer(100)
        stage.disk.set(.failing(failure))
        stage.offer(500)
        try stage.wait { $0.status.problem != nil }
        let words = failure == .full ? "The disk is full" : "The disk answered with an error."
        #expect(stage.status.problem?.hasPrefix(words) == true, "\(stage.status)")
        stage.offer(500)
        stage.disk.set(nil)
        try stage.wait { $0.status.problem == nil && $0.status.waitingFrames == 0 }
        stage.offer(100)
        try stage.end()
        #expect(try stage.recorded() == stage.offered)
        #expect(stage.log.lines.contains { $0.text.contains("recording again") })
    }

    /// More than there is room for, by number and by bytes.
    @Test(arguments: [(70_000, 2), (400, 1 << 19)])
    func `what finds no room is counted, and recording goes on whole`(count: Int, size: Int) throws {
        let stage = try Stage()
        stage.disk.set(.stuck)
        stage.offer(20, size: size)
        #expect(stage.disk.waitUntilSomebodyIsHeld())
        stage.offer(count, size: size)
        let frames = Int64(count + 20)
        try stage.wait {
            $0.status.waitingFrames + $0.status.droppedFrames == frames && $0.pipeline.tap.counters.waitingCount == 0
        }
        let status = stage.status
        #expect(status.droppedFrames > 0 && status.droppedBytes == status.droppedFrames * Int64(size))
        // One batch on its way to the disk, and a full queue behind it.
        #expect(status.waitingFrames <= 2 * 65_536 && status.waitingFrames * Int64(size) <= 2 << 26)
        stage.disk.set(nil)
        try stage.wait { $0.status.waitingFrames == 0 }
        stage.offer(100)
        try stage.end()
        #expect(stage.status.droppedFrames == status.droppedFrames, "nothing more is lost when the disk is well")
        #expect(stage.pipeline.tap.droppedFrames == 0)

        let recorded = try stage.recorded()
        #expect(recorded.values.reduce(0) { $0 + $1.frames.count } == count + 120 - Int(status.droppedFrames))
        let gaps = recorded.values.flatMap(\.gaps)
        #expect(gaps.reduce(0) { $0 + $1.frames } == status.droppedFrames)
        #expect(gaps.allSatisfy { $0.cause == .recorderFull })
        for (connection, call) in recorded {
            #expect(call.frames.suffix(50) == stage.offered[connection]?.frames.suffix(50))
            // What is listed is what whoever opens it finds.
            let listed = try stage.listed(connection)
            #expect(listed.frames == Int64(call.frames.count))
            #expect(listed.droppedFrames == call.gaps.reduce(0) { $0 + $1.frames })
        }
    }
}

/// Two calls and what is behind the tap.
private final class Stage {
    struct Call: Hashable {
        var frames: [Int64] = []
        var gaps: [CaptureGap] = []
    }

    let folder: TemporaryFolder
    let disk: TroubledDisk
    let log = ProcessLog()
    let pipeline: CapturePipeline
    private(set) var offered: [ConnectionID: Call] = [:]
    private let connections = [200_000_000_001, 200_000_000_002].map(ConnectionID.init(rawValue:))

    init() throws {
        folder = try TemporaryFolder()
        disk = TroubledDisk(holding: folder.url)
        let settings = ProxySettings(
            port: 0, listen: [], upstream: nil, upstreamCA: nil, vertexLocation: nil, allowedOrigins: [],
            allowedHosts: [], capture: .full, dataDirectory: folder.path)
        pipeline = try CapturePipeline(settings, Knowledge(), nil, lock: FolderLock(folder.url), log: log)
        for connection in connections {
            let info = ConnectionInfo(
                tag: nil, endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent),
                target: "/ws/x", upstream: "https://localhost", headers: [], isTLS: true, removedExtensions: nil)
            offer(.opened(info), of: connection)
            offered[connection] = Call()
        }
    }

    var status: RecorderStatus { pipeline.recorder?.status ?? RecorderStatus() }

    /// Leaves so many frames at the tap, of both calls in turn, and never more than it has room for.
    func offer(_ count: Int, size: Int = 2) {
        let payload = size == 2 ? Array("{}".utf8) : [UInt8](repeating: 0, count: size)
        for index in 0..<count {
            while pipeline.tap.counters.waitingCount > 16_000 || pipeline.tap.counters.waitingByteCount > 16 << 20 {
                Thread.sleep(forTimeInterval: 0.001)
            }
            let connection = connections[index % 2]
            let sequence = (offered[connection]?.frames.last ?? 0) + 1
            offered[connection]?.frames.append(sequence)
            offer(.frame(.serverToClient, Frame(size == 2 ? .text : .binary, payload)), of: connection)
        }
    }

    private func offer(_ kind: WireEvent.Kind, of connection: ConnectionID) {
        pipeline.tap.offer(
            .event(
                WireEvent(
                    connection: connection, sequence: offered[connection]?.frames.last ?? 0, at: pipeline.clock.now(),
                    kind: kind)))
    }

    /// Ends the calls and everything behind the tap, once it is on the disk.
    func end() throws {
        for connection in connections { offer(.closed(Closure(by: .client)), of: connection) }
        try wait { $0.pipeline.tap.counters.waitingCount == 0 && $0.status.waitingFrames == 0 }
        pipeline.drain()
    }

    /// Waits until `condition` holds, for half a minute at most.
    func wait(until condition: (Stage) -> Bool) throws {
        for _ in 0..<6_000 {
            if condition(self) { return }
            Thread.sleep(forTimeInterval: 0.005)
        }
        try #require(Bool(false), "what the test waits for did not happen: \(status)")
    }

    func recorded() throws -> [ConnectionID: Call] {
        let database = try SessionDatabase.open(in: folder.url, readOnly: true)
        var calls: [ConnectionID: Call] = [:]
        for connection in connections {
            try Recording(database).forEachEvent(of: SessionID(connection)) { event in
                switch event.kind {
                case .frame: calls[connection, default: Call()].frames.append(event.sequence)
                case .captureGap(let gap): calls[connection, default: Call()].gaps.append(gap)
                default: break
                }
            }
        }
        return calls
    }

    func listed(_ connection: ConnectionID) throws -> SessionSummary {
        let database = try SessionDatabase.open(in: folder.url, readOnly: true)
        return try #require(try SessionIndex(database).session(SessionID(connection))).summary
    }
}
