import Foundation
import Runtime
import TestSupport
import Testing

@testable import Settings

/// What may stand in a setting, wherever it is given.
@Suite struct SettingTests {
    private static let accepted: [SettingKey: [String]] = [
        .port: ["0", "8910", "65535"], .listen: ["127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1"],
        .upstream: [
            "https://generativelanguage.googleapis.com", "http://127.0.0.1:9", "ws://localhost:8080",
            "wss://a.test/path",
        ],
        .insecureUpstream: ["true", "false"], .coreDumps: ["true", "false"], .noDeflate: ["true", "false"],
        .upstreamFor: [
            "tag:a=https://a.test", "/eu=https://a.test via direct", "*=http://localhost:1 via http://p:3 login /f",
        ],
        .vertexLocation: ["us-central1", "global"],
        .allowOrigin: ["null", "https://app.example", "http://localhost:3000"],
        .allowHost: ["host.docker.internal", "my_host", "a"], .capture: ["full", "no-audio", "meta", "off"],
        .keepFor: ["90s", "15m", "12h", "14d"], .keepSize: ["1", "800m", "5G", "64K"],
        .metricsListen: ["127.0.0.1:9464", "127.0.0.1:0", "[::1]:9464", ":9464", "9464", "0.0.0.0:65535"],
        .otlp: ["http://localhost:4318", "https://c.test/base/", "off"],
        .upstreamCA: ["ca.pem"], .dataDirectory: ["/var/lib", "~/x"], .shipCredentials: ["~/secret"],
        .shipTo: ["http://clickhouse:8123/livetop", "https://h/d"], .shipPayload: ["none", "no-audio", "full"],
        .shipNode: ["staging-3", "a.b_c"],
    ]

    private static let refused: [SettingKey: [String]] = [
        .port: ["", "-1", "65536", "many", "80 ", "0x50"], .listen: ["", "localhost", "127.0.0.1:80", "256.1.1.1"],
        .upstream: [
            "", "generativelanguage", "ftp://a.test", "https://", "https://u:p@a.test", "https://a.test?key=1",
            "https://a.test#x",
        ],
        .insecureUpstream: ["", "yes", "1", "True"], .coreDumps: ["on"], .noDeflate: ["no"],
        .upstreamFor: ["", "a=https://a.test", "*=https://u:p@a.test", "*=https://a.test via http://u:p@b"],
        .vertexLocation: ["", "us central1", "../x"],
        .allowOrigin: ["", "*", "app.example", "https://app.example/path", "https://u@app.example"],
        .allowHost: ["", "https://a", "a:80", ".a", "a b"], .capture: ["", "none", "FULL"],
        .keepFor: ["", "0d", "14", "-1d", "1w", "99999999999999999d"],
        .keepSize: ["", "0", "-5G", "5X", "9999999999T"],
        .shipTo: ["", "http://h", "h:8123/d", "http://user:word@h/d"], .shipPayload: ["", "meta", "all"],
        .shipNode: ["", "a b", "ä"], .shipCredentials: [""],
        .metricsListen: [
            "", "127.0.0.1", "127.0.0.1:", "localhost:9464", "127.0.0.1:65536", "127.0.0.1:-1", "::1:9464:",
            "256.1.1.1:1",
            "http://127.0.0.1:9464", "127.0.0.1:٣",
        ],
        .otlp: ["", "localhost:4318", "ws://c.test", "http://u:p@c.test", "http://c.test?key=1", "on"],
        .upstreamCA: [""], .dataDirectory: [""],
    ]

    @Test(arguments: SettingKey.allCases)
    func `each setting takes what it may hold`(key: SettingKey) throws {
        for text in try #require(Self.accepted[key]) {
            #expect(SettingValue.problem(with: text, for: key) == nil, "\(text)")
        }
        for text in try #require(Self.refused[key]) {
            let problem = try #require(SettingValue.problem(with: text, for: key), "\(text)")
            #expect(problem.contains(" is not "))
        }
    }

    @Test func `a refusal does not repeat what may be a secret`() throws {
        let problem = try #require(SettingValue.problem(with: "https://me:hunter2@a.test", for: .upstream))
        #expect(!problem.contains("hunter2"))
        #expect(problem.hasPrefix("a URL with a user, a password or a query is not an upstream"))
        #expect(
            try #require(SettingValue.problem(with: "x", for: .port)) == "'x' is not a port: a number from 0 to 65535")
    }

    @Test(arguments: SettingKey.allCases)
    func `the example of each setting is right`(key: SettingKey) throws {
        let file = try ConfigurationFile(path: "/config.toml", text: key.example + "\n")
        #expect(file.texts.keys.map(\.rawValue) == [key.rawValue])
        #expect(file.lines[key] == 1)
    }

    /// A program of `livetop run` is led through a livetop that runs where nobody has set one of these.
    @Test(arguments: SettingKey.allCases)
    func `what tells one upstream from another is known to concern it`(key: SettingKey) throws {
        let file = try ConfigurationFile(path: "/config.toml", text: key.example + "\n")
        let set = file.texts.mapValues { Configuration.Value(texts: $0, origin: .flag) }
        let (usual, changed) = (Configuration(layers: [], defaults: [:]), Configuration(layers: [set], defaults: [:]))
        if changed.settings.upstreamIdentity != usual.settings.upstreamIdentity { #expect(key.concernsUpstream) }
    }

    @Test func `flag, variable and key have one name`() {
        #expect(SettingKey.upstreamCA.flag == "--upstream-ca")
        #expect(SettingKey.upstreamCA.environmentName == "LIVETOP_UPSTREAM_CA")
        #expect(Set(SettingKey.allCases.map(\.environmentName)).count == SettingKey.allCases.count)
    }

    // MARK: Files

    private func mistake(_ text: String) throws -> String {
        let error = #expect(throws: (any Error).self) { try ConfigurationFile(path: "/c.toml", text: text) }
        return "\(try #require(error))"
    }

    @Test(arguments: [
        ("port = \n", "/c.toml:1:"), ("\n\nprot = 1\n", "/c.toml:3: there is no setting 'prot'"),
        ("# x\nport = \"many\"\n", "/c.toml:2: bad value for port"), ("port = true\n", "'true' is not a port"),
        ("port = [1]\n", "the value has the wrong type"), ("listen = [\"::1\", 3.5]\n", "the value has the wrong type"),
        ("[rules]\nmuted = [\"no-such-rule\"]\n", "no-such-rule"), ("[rules]\nmuted = \"x\"\n", "muted"),
        ("[rules]\nno_such_threshold = 3\n", "no_such_threshold"),
        ("[redact]\npattern = \"x\"\n", "did you mean patterns?"),
        ("[redact]\npatterns = \"x\"\n", "patterns is not a list"), ("[redact]\npatterns = [3]\n", "is not a text"),
        ("[redact]\npatterns = [\"(\"]\n", "the pattern '(' cannot be used"),
        ("[unknown]\na = 1\n", "there is no setting 'unknown'"),
    ])
    func `a mistake is told with its place and its cure`(text: String, part: String) throws {
        let words = try mistake(text)
        #expect(words.contains(part), "\(words)")
        #expect(words.split(separator: "\n").count == 3)
        #expect(words.contains("\n  do:  "))
    }

    @Test func `the nearest name is suggested`() throws {
        #expect(try mistake("prot = 1\n").contains("did you mean port?"))
        #expect(try mistake("data_dir = \"x\"\n").contains("did you mean data-dir?"))
    }

    @Test func `numbers, switches and lists are texts of their setting`() throws {
        let file = try ConfigurationFile(
            path: "/c.toml",
            text: "port = 80\n\"insecure-upstream\" = true\nlisten = [\"::1\", \"127.0.0.1\"]\nallow-host = \"a\"\n")
        #expect(file.texts[.port] == ["80"])
        #expect(file.texts[.insecureUpstream] == ["true"])
        #expect(file.texts[.listen] == ["::1", "127.0.0.1"])
        #expect(file.texts[.allowHost] == ["a"])
        #expect(file.lines[.insecureUpstream] == 2)
    }
}
