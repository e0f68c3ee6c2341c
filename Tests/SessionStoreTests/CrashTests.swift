import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

/// What happens to a recording when the process or the disk fails, in processes of their own (exit tests).
@Suite struct CrashTests {
    /// The writer notes each row that it was told is on disk, then is killed at a random moment.
    @Test(arguments: SeededGenerator.runs(3))
    func `after kill -9 the database opens, is whole, and holds every committed row`(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String, seed = seed as UInt64] in
            try CrashTests.writeUntilKilled(in: URL(fileURLWithPath: path), seed: seed)
        }
        let noted = try Data(contentsOf: folder.url.appendingPathComponent("noted"))
        let committed = noted.withUnsafeBytes { $0.load(as: Int64.self) }
        try #require(committed > 0)
        try expectWhole(folder, holding: committed)
    }

    /// A copy of database and log at any moment is what a power cut leaves behind.
    @Test func `a copy of the files made between two commits is a whole database`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        for sequence in 1...200 as ClosedRange<Int64> {
            try recorder.append([WireEvent.frame(sequence, CrashTests.payload(sequence)).item])
        }
        let copy = try TemporaryFolder()
        for suffix in ["", "-wal"] {
            let name = SessionDatabase.fileName + suffix
            try FileManager.default.copyItem(
                at: store.folder.url.appendingPathComponent(name), to: copy.url.appendingPathComponent(name))
        }
        try expectWhole(copy, holding: 200)
    }

    /// `setrlimit` counts for the whole process, hence one of its own.
    @Test func `a limit on file sizes is a full disk, and lifting it lets recording go on`() async {
        await #expect(processExitsWith: .success) {
            try CrashTests.recordThroughFullDisk()
        }
    }

    private func expectWhole(_ folder: TemporaryFolder, holding committed: Int64) throws {
        let database = try SessionDatabase.open(in: folder.url)
        let check = try TestStore(folder: folder, database: database).texts("PRAGMA integrity_check")
        #expect(check == ["ok"])
        var expected: Int64 = 0
        try Recording(database).forEachEvent(of: .first) { event in
            expected += 1
            let isExpected = event == .frame(expected, CrashTests.payload(expected))
            try #require(isExpected, "row \(expected)")
        }
        #expect(expected >= committed)
    }
}

extension CrashTests {
    static func payload(_ sequence: Int64) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: sequence), count: 1800)
    }

    /// Never returns: a second thread kills the process within a few hundred milliseconds.
    static func writeUntilKilled(in folder: URL, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var recorder = try Recorder(
            try SessionDatabase.open(in: folder),
            header: RecordingHeader(startedAt: anchor, version: "1", capture: .full, host: nil))
        let noted = open(folder.appendingPathComponent("noted").path, O_CREAT | O_RDWR, 0o600)
        let delay = UInt32.random(in: 20_000...300_000, using: &random)
        var sequence: Int64 = 0
        while true {
            let batch = (1...20).map { WireEvent.frame(sequence + $0, payload(sequence + $0)).item }
            try recorder.append(batch)
            sequence += 20
            withUnsafeBytes(of: sequence) { _ = pwrite(noted, $0.baseAddress, 8, 0) }
            guard sequence == 20 else { continue }
            Thread.detachNewThread {
                usleep(delay)
                kill(getpid(), SIGKILL)
            }
        }
    }

    static func recordThroughFullDisk() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.frame(1, payload(1)).item])
        signal(SIGXFSZ, SIG_IGN)
        try setFileSizeLimit(512 << 10)
        var sequence: Int64 = 1
        var failure: DatabaseError?
        while failure == nil, sequence < 10_000 {
            do {
                try recorder.append([WireEvent.frame(sequence + 1, payload(sequence + 1)).item])
                sequence += 1
            } catch {
                failure = error
            }
        }
        try #require(failure?.isTransient == true, "\(String(describing: failure))")
        try setFileSizeLimit(nil)
        try recorder.append([WireEvent.frame(sequence + 1, payload(sequence + 1)).item])
        let found = try store.events(of: .first)
        let isWhole = found == (1...(sequence + 1)).map { WireEvent.frame($0, payload($0)) }
        try #require(isWhole, "\(found.count) of \(sequence + 1)")
        let check = try store.texts("PRAGMA integrity_check")
        try #require(check == ["ok"])
    }

    /// The soft limit only: nil lifts it up to the hard one.
    private static func setFileSizeLimit(_ byteCount: rlim_t?) throws {
        var limit = rlimit()
        try #require(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        limit.rlim_cur = byteCount ?? limit.rlim_max
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
    }
}
