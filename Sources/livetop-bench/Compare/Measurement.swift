import FoundationEssentials

/// One run: a subject under a traffic, everything started afresh.
struct Measurement {
    var subject: Subject
    var traffic: LoadPlan
    /// TLS on both sides of the subject. The load itself speaks plainly: an HAProxy in TCP mode at each end puts TLS on,
    /// also when nothing stands between them, so that its cost cancels out.
    var isTLS: Bool

    func run(in workshop: Workshop) throws -> MeasurementResult {
        let trafficJSON = String(decoding: try JSONEncoder().encode(traffic), as: UTF8.self)
        let upstream = try workshop.start([workshop.ownPath, "upstream", trafficJSON])
        guard let port = upstream.readLine().flatMap({ UInt16($0) }) else {
            throw BenchError("the load's upstream did not start:\n\(workshop.log)")
        }
        let ends = isTLS ? try TLSEnds(upstreamPort: port, in: workshop) : nil
        let address = UpstreamAddress(port: ends?.backPort ?? port, isTLS: isTLS)
        let running = try subject.start(in: workshop, upstream: address)
        let entry = running?.port ?? address.port
        var command = [workshop.ownPath, "drive", trafficJSON, "--upstream-port", "\(port)"]
        command += ["--proxy-port", "\(try ends?.openFront(to: entry, in: workshop) ?? entry)"]
        if let pid = running?.process.pid { command += ["--watch", "\(pid)"] }
        let driver = try workshop.start(command)
        guard let line = driver.readLine() else {
            throw BenchError("\(subject.title): the load broke off\n\(workshop.log)")
        }
        let report = try JSONDecoder().decode(LoadReport.self, from: Data(line.utf8))
        running?.process.end()
        guard [.livetopRecording, .livetopFaults].contains(subject), let folder = running?.dataFolder else {
            return MeasurementResult(load: report)
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let counts = try RecordedCount(dataFolder: folder)
        return try MeasurementResult(
            load: report, recorded: counts.count(of: traffic), leftOut: counts.countOfLeftOut())
    }
}

struct MeasurementResult {
    var load: LoadReport
    /// Stamped messages found in livetop's recording; nil for the other subjects.
    var recorded: Int?
    /// Frames of all kinds that the recording says it left out; nil for the other subjects.
    var leftOut: Int?

    /// Stamped messages of both ends.
    var sent: Int { Int(load.client.sent) + Int(load.upstream.sent) }

    /// Stamped messages that were sent and are not in the recording.
    var unrecorded: Int? { recorded.map { sent - $0 } }
}

/// The two HAProxies that put TLS on the load.
private final class TLSEnds {
    let backPort: UInt16
    private let back: StartedProgram
    private var front: StartedProgram?

    init(upstreamPort: UInt16, in workshop: Workshop) throws {
        guard workshop.haproxy != nil, workshop.certificate != nil else {
            throw BenchError("TLS runs need haproxy and openssl")
        }
        backPort = try LoopbackSocket.freePort()
        let hop = HAProxyHop(listen: backPort, to: upstreamPort, decrypts: true, encrypts: false)
        back = try HAProxyHop.start(hop, mode: .tcp, in: workshop)
        try back.waitForPort(backPort)
    }

    /// Where the load connects without TLS to reach `port` with it.
    func openFront(to port: UInt16, in workshop: Workshop) throws -> UInt16 {
        let frontPort = try LoopbackSocket.freePort()
        let hop = HAProxyHop(listen: frontPort, to: port, decrypts: false, encrypts: true)
        let front = try HAProxyHop.start(hop, mode: .tcp, in: workshop)
        try front.waitForPort(frontPort)
        self.front = front
        return frontPort
    }
}
