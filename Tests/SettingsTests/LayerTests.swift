import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionModel
import SessionStore
import TestSupport
import Testing

@testable import Settings

/// Flags over environment over project over user over defaults.
@Suite struct LayerTests {
    private let place: TemporaryFolder
    private let home: URL

    init() throws {
        place = try TemporaryFolder()
        home = place.url.appending(path: "home")
    }

    private func write(_ text: String, to path: String) throws {
        let file = place.url.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private func loader(
        _ environment: [String: String] = [:], in folder: String = "project"
    ) throws -> ConfigurationLoader {
        let current = place.url.appending(path: folder)
        try FileManager.default.createDirectory(at: current, withIntermediateDirectories: true)
        let home = home.path(percentEncoded: false)
        return ConfigurationLoader(
            environment: environment, currentDirectory: current.path(percentEncoded: false),
            folders: StandardFolders(environment: [
                "HOME": home, "XDG_CONFIG_HOME": home + "/c", "XDG_DATA_HOME": home + "/d",
            ]))
    }

    @Test func `without anything the defaults are in force`() throws {
        let configuration = try loader().load(flags: [:])
        #expect(configuration[.port].texts == ["8910"])
        #expect(configuration[.listen].texts == ["127.0.0.1", "::1"])
        #expect(configuration[.capture].texts == ["full"])
        #expect(configuration[.upstream].texts.isEmpty)
        #expect(
            SettingKey.allCases.allSatisfy { !configuration.isExplicit($0) && configuration.overridden($0).isEmpty })
        #expect(configuration.settings.retention.isUnlimited)
        #expect(configuration.knowledge.models == .builtIn)
    }

    @Test func `the strongest layer decides, the others are remembered in their order`() throws {
        try write("port = 4\n", to: "home/c/livetop/config.toml")
        try write("\nport = 3\n", to: "project/.livetop.toml")
        let configuration = try loader(["LIVETOP_PORT": "2"]).load(flags: [.port: ["1"]])
        #expect(configuration[.port].texts == ["1"])
        #expect(configuration[.port].origin == .flag)
        #expect(configuration.overridden(.port).map(\.texts) == [["2"], ["3"], ["4"]])
        let origins = configuration.overridden(.port).map(\.origin.description)
        #expect(origins[0] == "environment LIVETOP_PORT")
        #expect(origins[1].hasPrefix("project file ") && origins[1].hasSuffix("/project/.livetop.toml:2"))
        #expect(origins[2].hasPrefix("user file ") && origins[2].hasSuffix("/config.toml:1"))
        #expect(configuration.settings.port == 1)
    }

    @Test func `a list is replaced as a whole, and an empty variable says nothing`() throws {
        try write("allow-host = [\"a\", \"b\"]\n", to: "project/.livetop.toml")
        #expect(try loader(["LIVETOP_ALLOW_HOST": ""]).load(flags: [:])[.allowHost].texts == ["a", "b"])
        #expect(try loader(["LIVETOP_ALLOW_HOST": " c , d ,"]).load(flags: [:])[.allowHost].texts == ["c", "d"])
        #expect(try loader().load(flags: [.allowHost: ["e"]])[.allowHost].texts == ["e"])
    }

    @Test func `a relative path counts from where it is written`() throws {
        try write("upstream-ca = \"roots/ca.pem\"\n", to: "project/.livetop.toml")
        let root = place.url.path(percentEncoded: false)
        let file = try loader(in: "project").load(flags: [:])
        #expect(file[.upstreamCA].texts.first?.hasSuffix("/project/roots/ca.pem") == true)
        let flag = try loader(in: "project/deep").load(flags: [.upstreamCA: ["../x.pem"]])
        #expect(flag[.upstreamCA].texts.first?.hasSuffix("/project/x.pem") == true)
        #expect(flag[.upstreamCA].texts.first?.hasPrefix("/") == true)
        let absolute = try loader(["LIVETOP_DATA_DIR": root + "/data"]).load(flags: [:])
        #expect(absolute[.dataDirectory].texts == [root + "/data"])
    }

    @Test func `the project file is that of the repository, not one above it`() throws {
        try write("port = 1\n", to: ".livetop.toml")
        try write("port = 2\n", to: "project/.livetop.toml")
        try write("", to: "project/.git/HEAD")
        #expect(try loader(in: "project/a/b").load(flags: [:])[.port].texts == ["2"])
        // Without a repository only the folder itself counts.
        #expect(try loader(in: "other/a").load(flags: [:])[.port].texts == ["8910"])
    }

    @Test func `a bad value names its layer`() throws {
        let flag = #expect(throws: (any Error).self) { try loader().load(flags: [.port: ["x"]]) }
        #expect("\(try #require(flag))".hasPrefix("livetop: bad value for --port\n  why: 'x' is not a port"))
        let variable = #expect(throws: (any Error).self) { try loader(["LIVETOP_PORT": "x"]).load(flags: [:]) }
        #expect("\(try #require(variable))".hasPrefix("livetop: bad value in the environment variable LIVETOP_PORT"))
        #expect("\(try #require(variable))".contains("unset LIVETOP_PORT"))
    }

    @Test func `muted rules, thresholds and patterns of both files are in force`() throws {
        try write(
            "[rules]\nmuted = [\"goaway-ignored\"]\n[redact]\npatterns = [\"a+\"]\n", to: "home/c/livetop/config.toml")
        try write("[redact]\npatterns = [\"b+\"]\n", to: "project/.livetop.toml")
        let configuration = try loader().load(flags: [:])
        let rule = try #require(configuration.redaction.rule)
        #expect(rule("xaaabbx").map { !$0.contains("a") && !$0.contains("bb") } == true)
        #expect(rule("none") == nil)
        #expect(configuration.redaction.patterns.count == 2)
        #expect(configuration.knowledge.thresholds != Configuration(layers: [], defaults: [:]).knowledge.thresholds)
    }

    // MARK: Models and prices

    @Test func `what models.toml says goes before what is built in`() throws {
        try write(
            "dated = \"2026-11-20\"\n[[model]]\nid = \"m-1\"\ncontext = 1000\n[[family]]\ncontains = \"m-\"\ncontext = 2000\n",
            to: "home/c/livetop/models.toml")
        let models = try loader().load(flags: [:]).catalogue.models
        #expect(models.dated == "2026-11-20")
        #expect(models.limit(for: "m-1")?.tokens == 1_000)
        #expect(models.limit(for: "m-1")?.isAssumed == false)
        #expect(models.limit(for: "m-2")?.tokens == 2_000)
        #expect(models.limit(for: "m-2")?.isAssumed == true)
    }

    @Test func `prices are dollars per million tokens, by what they are for`() throws {
        try write(
            "dated = 2026-11-20\n[[model]]\nid = \"m-1\"\ninput = { text = 0.5, audio = 3 }\noutput = { audio = 12.0 }\n",
            to: "home/c/livetop/prices.toml")
        let prices = try #require(try loader().load(flags: [:]).catalogue.prices.models.first)
        #expect(prices.id == "m-1")
        #expect(prices.input == [.text: 0.5, .audio: 3])
        #expect(prices.output == [.audio: 12])
    }

    @Test(arguments: [
        ("models.toml", "[[model]]\nid = \"m\"\n", "there is no date"),
        ("models.toml", "dated = 2026-11-20\nmodel = 3\n", "model is no list"),
        ("models.toml", "dated = 2026-11-20\n[[model]]\ncontext = 1\n", "a [[model]] has no id"),
        ("models.toml", "dated = 2026-11-20\n[[family]]\nid = \"x\"\n", "a [[family]] has no contains"),
        (
            "models.toml", "dated = 2026-11-20\n[[model]]\nid = \"m\"\ncontext = 0\n",
            "the context of m is no number of tokens"
        ),
        ("models.toml", "dated", "not valid TOML"), ("models.toml", "dated = \"d\"\n", "dated is no day"),
        (
            "prices.toml", "dated = 2026-11-20\n[[model]]\nid = \"m\"\ninput = { smell = 1 }\n",
            "input.smell of m is no price"
        ),
        (
            "prices.toml", "dated = 2026-11-20\n[[model]]\nid = \"m\"\noutput = { text = -1 }\n",
            "output.text of m is no price"
        ),
    ])
    func `a broken table is one clear error`(file: String, text: String, reason: String) throws {
        try write(text, to: "home/c/livetop/" + file)
        let error = #expect(throws: (any Error).self) { try loader().load(flags: [:]) }
        let words = "\(try #require(error))"
        #expect(words.contains(reason), "\(words)")
        #expect(words.contains(file))
    }
}
