import FoundationEssentials

/// What stands between the two ends of the load.
enum Subject: String, CaseIterable, Codable {
    case nothing, haproxy, livetopRelay, livetopRecording, livetopFaults, mitmproxy

    /// Those of the comparison with others.
    static let compared = allCases.filter { $0 != .livetopFaults }

    var title: String {
        switch self {
        case .nothing: "nothing"
        case .haproxy: "HAProxy"
        case .livetopRelay: "livetop, relay only"
        case .livetopRecording: "livetop, recording"
        case .livetopFaults: "livetop, recording, faults for other calls"
        case .mitmproxy: "mitmproxy"
        }
    }

    /// Why it cannot be measured here; nil when it can.
    func reasonMissing(in workshop: Workshop) -> String? {
        switch self {
        case .nothing: nil
        case .haproxy: workshop.haproxy == nil ? "HAProxy is not installed (apt-get install haproxy)" : nil
        case .livetopRelay, .livetopRecording, .livetopFaults:
            workshop.livetop == nil ? "livetop is not built (swift build -c release --product livetop)" : nil
        case .mitmproxy:
            workshop.mitmdump == nil ? "mitmproxy is not installed (pip install mitmproxy, or --mitmdump PATH)" : nil
        }
    }

    /// Starts it in front of `upstream`. Nil for nothing.
    func start(in workshop: Workshop, upstream: UpstreamAddress) throws -> RunningSubject? {
        switch self {
        case .nothing: nil
        case .haproxy: try startHAProxy(in: workshop, upstream: upstream)
        case .livetopRelay: try startLivetop(in: workshop, upstream: upstream, options: ["--capture", "off"])
        case .livetopRecording: try startLivetop(in: workshop, upstream: upstream, options: [])
        case .livetopFaults:
            try startLivetop(in: workshop, upstream: upstream, options: ["--fault", Self.faults(in: workshop)])
        case .mitmproxy: try startMitmproxy(in: workshop, upstream: upstream)
        }
    }

    /// A file of faults for a tag that none of the load's calls has.
    private static func faults(in workshop: Workshop) throws -> String {
        let path = workshop.path("faults.toml")
        let faults = ["delay:300ms", "goaway@30s", "noise:-30dB", "drop:turnComplete,every=2"]
        let text = faults.map { "[[fault]]\ndo = \"\($0)\"\ntag = \"another-call\"\n" }.joined(separator: "\n")
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private func startHAProxy(in workshop: Workshop, upstream: UpstreamAddress) throws -> RunningSubject {
        let port = try LoopbackSocket.freePort()
        let hop = HAProxyHop(
            listen: port, to: upstream.port, decrypts: upstream.isTLS, encrypts: upstream.isTLS)
        let child = try HAProxyHop.start(hop, mode: .http, in: workshop)
        try child.waitForPort(port)
        return RunningSubject(process: child, port: port)
    }

    private func startLivetop(
        in workshop: Workshop, upstream: UpstreamAddress, options: [String]
    ) throws -> RunningSubject {
        let dataFolder = workshop.path("data-\(UUID().uuidString)")
        var command = [workshop.livetop ?? "livetop", "serve", "--json", "--port", "0", "--data-dir", dataFolder]
        command += ["--upstream", upstream.url] + options
        if upstream.isTLS, let pem = workshop.certificate?.pem { command += ["--upstream-ca", pem] }
        let child = try workshop.start(command)
        struct Listening: Decodable { var port: UInt16 }
        guard let line = child.readLine() else { throw BenchError("livetop did not start:\n\(workshop.log)") }
        let listening = try JSONDecoder().decode(Listening.self, from: Data(line.utf8))
        return RunningSubject(process: child, port: listening.port, dataFolder: dataFolder)
    }

    private func startMitmproxy(in workshop: Workshop, upstream: UpstreamAddress) throws -> RunningSubject {
        let port = try LoopbackSocket.freePort()
        let child = try workshop.start([
            workshop.mitmdump ?? "mitmdump", "--quiet", "--mode", "reverse:\(upstream.url)",
            "--listen-host", "127.0.0.1", "--listen-port", "\(port)", "--set", "ssl_insecure=true",
            "--set", "confdir=\(workshop.path("mitmproxy"))",
        ])
        try child.waitForPort(port)
        return RunningSubject(process: child, port: port)
    }
}

/// Where the subject is to connect to.
struct UpstreamAddress {
    var port: UInt16
    var isTLS: Bool

    var url: String { "\(isTLS ? "https" : "http")://localhost:\(port)" }
}

struct RunningSubject {
    var process: StartedProgram
    var port: UInt16
    /// livetop's recording; nil for the others.
    var dataFolder: String?
}
