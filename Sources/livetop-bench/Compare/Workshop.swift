import FoundationEssentials
import Glibc

/// The tools of a measurement and the folder it works in, which is removed at the end.
final class Workshop {
    let folder: String
    let ownPath: String
    let livetop: String?
    let haproxy: String?
    let mitmdump: String?
    let openssl: String?
    private let isRealTime: Bool

    init(_ options: ToolOptions) throws {
        let ownPath = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        self.ownPath = ownPath
        let ownFolder = ownPath.lastIndex(of: "/").map { ownPath[...$0] } ?? "./"
        livetop = Self.find(options.livetop ?? ownFolder + "livetop")
        haproxy = Self.find(options.haproxy)
        mitmdump = Self.find(options.mitmdump)
        openssl = Self.find("openssl")
        isRealTime = options.realtime
        // Clients and service are processes of their own, which make their messages themselves.
        if options.voice { setenv(MessageTemplate.voiceVariable, "1", 1) }
        var template = Array((options.scratch + "/livetop-bench.XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw BenchError.system("making a folder in \(options.scratch)") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        Self.raiseFileLimit()
    }

    deinit {
        // A folder that stays behind is a nuisance, not a wrong measurement.
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: path(name), atomically: false, encoding: .utf8)
        return path(name)
    }

    func start(_ command: [String], on terminal: PseudoTerminal? = nil) throws -> StartedProgram {
        try StartedProgram((isRealTime ? ["chrt", "--rr", "1"] : []) + command, log: path("log"), on: terminal)
    }

    /// What the children complained about, for error messages: the last lines.
    var log: String {
        let text = (try? String(contentsOfFile: path("log"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: "\n")
    }

    /// A self-signed certificate for localhost, made on first use: PEM of the certificate, and of key and certificate.
    lazy var certificate: (pem: String, withKey: String)? = makeCertificate()

    private func makeCertificate() -> (pem: String, withKey: String)? {
        guard let openssl else { return nil }
        let (pem, key) = (path("cert.pem"), path("cert-key.pem"))
        let command = [
            openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out",
            pem,
        ]
        guard let child = try? start(command) else { return nil }
        while child.readLine() != nil {}
        guard let certificate = try? String(contentsOfFile: pem, encoding: .utf8),
            let privateKey = try? String(contentsOfFile: key, encoding: .utf8),
            let both = try? write(privateKey + certificate, to: "both.pem")
        else { return nil }
        return (pem, both)
    }

    /// A path as it is; a bare name looked up on PATH. Nil when nothing can be executed there.
    private static func find(_ name: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
        let folders = getenv("PATH").map { String(cString: $0).split(separator: ":") } ?? []
        return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    private static func raiseFileLimit() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
