package import LiveProtocol
package import Snapshots

/// What a running proxy tells over its control socket. Unknown is nil.
package struct ProxyStatus: Equatable, Sendable {
    package var pid: Int32
    package var port: Int
    package var version: String
    /// The command that started it: `livetop`, `serve`, `run` or `demo`. One of `run` ends with its program.
    package var command: String
    /// `full`, `no-audio`, `meta`, or `off` for the bare relay.
    package var capture: String
    /// `ProxySettings.upstreamIdentity`.
    package var upstream: String
    package var openCalls: Int
    package var framesPerSecond: Double?
    /// Frames that were relayed and are in no recording.
    package var droppedFrames: Int64
    /// Frames that wait to be recorded.
    package var waitingFrames: Int64 = 0
    /// Why nothing, or not everything, is being recorded now.
    package var recorderProblem: String?
    /// What became of a file that was being recorded into.
    package var recorderLoss: String?
    /// What keeps data from the machines that it is exported to.
    package var exportProblems: [String] = []
    /// From read to write.
    package var overheadP50Microseconds: Double?
    package var overheadP99Microseconds: Double?
    /// Clients that ended TLS because they do not trust the certificate, and how long ago the last one did.
    package var refusedCertificates: Int64 = 0
    package var sinceRefusedCertificateSeconds: Double?
    /// The calls that go on.
    package var calls = RunningCalls()
    /// How long ago the rules looked at them; nil where they have not. Who asks makes them look.
    package var sinceLookSeconds: Double?
    /// Of a forward proxy: tunnels to Live hosts, to others, and refused ones.
    package var openedTunnels: Int64 = 0
    package var passedTunnels: Int64 = 0
    package var refusedTunnels: Int64 = 0
    /// What is broken on purpose, in one line; nil where nothing is.
    package var faults: String?
    /// The same one by one.
    package var faultList: [RunningFault] = []

    package var json: JSONValue {
        .object([
            ("pid", .integer(Int64(pid))), ("port", .integer(port)), ("version", .string(version)),
            ("command", .string(command)), ("capture", .string(capture)), ("upstream", .string(upstream)),
            ("openCalls", .integer(openCalls)), ("framesPerSecond", .number(framesPerSecond)),
            ("droppedFrames", .integer(droppedFrames)), ("waitingFrames", .integer(waitingFrames)),
            ("recorderProblem", .string(recorderProblem)), ("recorderLoss", .string(recorderLoss)),
            ("exportProblems", .array(exportProblems.map(JSONValue.string))),
            ("overheadP50Microseconds", .number(overheadP50Microseconds)),
            ("overheadP99Microseconds", .number(overheadP99Microseconds)),
            ("refusedCertificates", .integer(refusedCertificates)),
            ("sinceRefusedCertificateSeconds", .number(sinceRefusedCertificateSeconds)),
            ("worstFinding", calls.worst?.json ?? .null), ("nextEnd", calls.nextEnd?.json ?? .null),
            ("sinceLookSeconds", .number(sinceLookSeconds)),
            ("openedTunnels", .integer(openedTunnels)), ("passedTunnels", .integer(passedTunnels)),
            ("refusedTunnels", .integer(refusedTunnels)),
            ("faults", .string(faults)), ("faultList", .array(faultList.map(\.json))),
        ])
    }
}

extension ProxyStatus {
    /// Reads what another process wrote; nil when it is not a status, as from another version of livetop.
    package init?(_ node: JSONNode?) {
        guard let node, let pid = node["pid"]?.int64.flatMap(Int32.init(exactly:)),
            let port = node["port"]?.int64.flatMap(Int.init(exactly:)),
            let version = node["version"]?.string, let command = node["command"]?.string,
            let capture = node["capture"]?.string, let upstream = node["upstream"]?.string
        else { return nil }
        self.init(
            pid: pid, port: port, version: version, command: command, capture: capture, upstream: upstream,
            openCalls: node["openCalls"]?.int64.flatMap(Int.init(exactly:)) ?? 0,
            framesPerSecond: node["framesPerSecond"]?.double,
            droppedFrames: node["droppedFrames"]?.int64 ?? 0, waitingFrames: node["waitingFrames"]?.int64 ?? 0,
            recorderProblem: node["recorderProblem"]?.string, recorderLoss: node["recorderLoss"]?.string,
            exportProblems: node["exportProblems"]?.elements.compactMap(\.string) ?? [],
            overheadP50Microseconds: node["overheadP50Microseconds"]?.double,
            overheadP99Microseconds: node["overheadP99Microseconds"]?.double,
            refusedCertificates: node["refusedCertificates"]?.int64 ?? 0,
            sinceRefusedCertificateSeconds: node["sinceRefusedCertificateSeconds"]?.double,
            calls: RunningCalls(
                worst: RunningCalls.Trouble(node["worstFinding"]), nextEnd: RunningCalls.End(node["nextEnd"])),
            sinceLookSeconds: node["sinceLookSeconds"]?.double,
            openedTunnels: node["openedTunnels"]?.int64 ?? 0, passedTunnels: node["passedTunnels"]?.int64 ?? 0,
            refusedTunnels: node["refusedTunnels"]?.int64 ?? 0,
            faults: node["faults"]?.string,
            faultList: node["faultList"]?.elements.compactMap { RunningFault($0) } ?? []
        )
    }
}
