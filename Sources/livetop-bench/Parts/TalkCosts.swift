import Diagnosis
import FoundationEssentials
import LiveProtocol
import SessionModel
import SessionStore

/// What a whole conversation costs: making sense of it as it crosses, and re-opening it from disk.
struct TalkCosts {
    /// Decoded, folded and measured by one core.
    let messagesPerSecond: Double
    /// Seconds of `livetop show` on the recording, start of the program included; nil without livetop.
    let reopening: (folded: Double, fromCheckpoint: Double)?
    let databaseMegabytes: Double
    /// Payloads of its frames.
    let wireMegabytes: Double
    /// CPU seconds of what re-opens it, in batches and on threads of their own in livetop.
    let threads: (reading: Double, decoding: Double, folding: Double)

    /// About an hour of one session.
    static let frames = 200_000
    /// A thousand sessions in real time.
    static let targetPerSecond = 65_000.0
    static let targetReopening = 1.0
    /// Without a checkpoint: what the first recorder's recordings took.
    static let targetFolding = 1.8

    static func measure(in workshop: Workshop) throws -> TalkCosts {
        let sample = TalkSample()
        let folder = workshop.path("talk")
        let size = try record(frames, of: sample, in: folder)
        return TalkCosts(
            messagesPerSecond: understanding(sample),
            reopening: try workshop.livetop.map { try reopening(by: $0, folder, workshop) },
            databaseMegabytes: Double(size) / 1e6, wireMegabytes: Double(wireBytes(sample)) / 1e6,
            threads: try threads(folder, sample))
    }

    private static func wireBytes(_ sample: TalkSample) -> Int {
        var bytes = 0
        sample.forEach(frames) { event in if case .frame(_, let frame) = event.kind { bytes += frame.byteCount } }
        return bytes
    }

    private static func threads(
        _ folder: String, _ sample: TalkSample
    ) throws -> (reading: Double, decoding: Double, folding: Double) {
        let database = try SessionDatabase.open(
            in: URL(filePath: folder, directoryHint: .isDirectory), readOnly: true)
        var rows = Recording(database).events(of: SessionID(sample.connection))
        var decoder = LiveDecoder(connection: sample.connection)
        // With findings, as whoever opens it has them.
        var whole = Folding(
            Fleet(assigned: SessionID(sample.connection)), watches: [FindingLedgers(Diagnosis())])
        var (reading, decoding, folding, count) = (0.0, 0.0, 0.0, 0)
        var events: [WireEvent] = []
        repeat {
            events.removeAll(keepingCapacity: true)
            reading += try seconds { while events.count < 256, let event = try rows.next() { events.append(event) } }
            var facts: [[LiveEvent]] = []
            decoding += seconds { facts = events.map { decoder.decode($0) } }
            folding += seconds { for fact in facts.joined() { whole.apply(fact) } }
            count += events.count
        } while !events.isEmpty
        guard count > frames else { throw BenchError("read \(count) of \(frames) frames back") }
        PartTimer.keep(whole)
        return (reading, decoding, folding)
    }

    private static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = MonotonicClock.ownCPU
        try body()
        return Double(MonotonicClock.ownCPU - start) / 1e9
    }

    /// The best of three: whatever disturbs a run adds to it.
    private static func understanding(_ sample: TalkSample) -> Double {
        let count = 20_000
        let seconds = (0..<3).map { _ in
            var decoder = LiveDecoder(connection: sample.connection)
            var fleet = Fleet()
            let start = MonotonicClock.ownCPU
            sample.forEach(count) { event in for fact in decoder.decode(event) { fleet.apply(fact) } }
            PartTimer.keep(fleet)
            return Double(MonotonicClock.ownCPU - start) / 1e9
        }
        return Double(count) / (seconds.min() ?? .infinity)
    }

    /// Writes `count` frames of one session into a new database; its size.
    static func record(_ count: Int, of sample: TalkSample, in folder: String) throws -> Int64 {
        let database = try SessionDatabase.open(in: URL(filePath: folder, directoryHint: .isDirectory))
        let start = Timestamp(nanoseconds: 0)
        var recorder = try Recorder(
            database, header: RecordingHeader(startedAt: start, version: "bench", capture: .full, host: nil))
        var batch: [RecordItem] = []
        try sample.forEach(count) { event in
            batch.append(.event(event))
            guard batch.count == 1_000 else { return }
            try recorder.append(batch)
            batch.removeAll(keepingCapacity: true)
        }
        try recorder.append(batch)
        try recorder.finish(at: start)
        return database.byteCount
    }

    /// The best of three each: the first look after all checkpoints were removed makes one, the next take it.
    private static func reopening(
        by livetop: String, _ folder: String, _ workshop: Workshop
    ) throws -> (folded: Double, fromCheckpoint: Double) {
        let database = try SessionDatabase.open(in: URL(filePath: folder, directoryHint: .isDirectory))
        var (folded, kept) = (Double.infinity, Double.infinity)
        for _ in 0..<3 {
            try CheckpointTable(database).removeAll()
            folded = min(folded, try show(by: livetop, folder, workshop))
            kept = min(kept, try show(by: livetop, folder, workshop))
        }
        return (folded, kept)
    }

    private static func show(by livetop: String, _ folder: String, _ workshop: Workshop) throws -> Double {
        let start = MonotonicClock.now
        let child = try workshop.start([livetop, "show", "@last", "--json", "--data-dir", folder])
        guard child.readLine() != nil else { throw BenchError("livetop show said nothing: \(workshop.log)") }
        return Double(MonotonicClock.now - start) / 1e9
    }

    var text: String {
        let rounded = { (seconds: Double) in "\((seconds * 100).rounded() / 100) s" }
        let reopened = reopening.map { "\(rounded($0.fromCheckpoint)), without a checkpoint \(rounded($0.folded))" }
        return """
            Decode, fold and audio measures of a conversation: \(Int(messagesPerSecond.rounded())) messages per second on one core.
            Re-opening \(Self.frames) frames (\(Int(wireMegabytes.rounded())) MB on the wire, \(Int(databaseMegabytes.rounded())) on disk), with the start of the program: \(reopened ?? "not measured (no livetop)").
            CPU of its three threads: reading \(rounded(threads.reading)), decoding \(rounded(threads.decoding)), folding \(rounded(threads.folding)).

            """
    }
}
