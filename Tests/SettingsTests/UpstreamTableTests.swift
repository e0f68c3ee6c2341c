import Foundation
import Proxy
import Runtime
import TestSupport
import Testing

@testable import Settings

@Suite struct UpstreamTableTests {
    private static func file(_ text: String) throws(UserError) -> ConfigurationFile {
        try ConfigurationFile(path: "/c.toml", text: text)
    }

    @Test func `entries become values of one setting`() throws {
        let file = try Self.file(
            """
            port = 1
            [[upstream]]
            tag = "staging"
            url = "https://staging.example"
            [[upstream]]
            path = "/eu"
            url = "https://eu.example"
            proxy = "socks5://proxy.corp:1080"
            proxy-login = "/run/secrets/proxy"
            [[upstream]]
            url = "https://other.example"
            proxy = "direct"
            """)
        #expect(
            file.texts[.upstreamFor] == [
                "tag:staging=https://staging.example",
                "/eu=https://eu.example via socks5://proxy.corp:1080 login /run/secrets/proxy",
                "*=https://other.example via direct",
            ])
        #expect(file.lines[.upstreamFor] == 2)
    }

    @Test(arguments: [
        ("tag = \"a\"", "does not say where to"),
        ("tag = \"a\"\npath = \"/b\"\nurl = \"https://c\"", "both tag and path"),
        ("ulr = \"https://c\"", "there is no setting 'ulr'"), ("url = 3", "url is no text"),
        ("url = \"ftp://c\"", "is not a rule"), ("url = \"https://u:secret@c\"", "a URL with a user"),
    ])
    func `a mistake names its entry and the cure`(text: String, why: String) {
        let error = #expect(throws: UserError.self) {
            try Self.file("[[upstream]]\nurl = \"https://fine.example\"\n[[upstream]]\n\(text)\n")
        }
        #expect(error?.what == "/c.toml, upstream 2")
        #expect(error?.why.contains(why) == true)
        #expect(error?.why.contains("secret") == false)
    }

    @Test func `a project's file names no file of credentials`() throws {
        #expect(UpstreamTable.hasLogin(["*=https://b via direct", "/a=https://b via http://p:1 login /f"]))
        #expect(!UpstreamTable.hasLogin(["*=https://b via http://p:1"]))
        let folder = try TemporaryFolder()
        try Data("upstream-for = [\"*=https://b via http://p:1 login /f\"]\n".utf8).write(
            to: URL(filePath: folder.file(".livetop.toml")))
        let loader = ConfigurationLoader(
            environment: [:], currentDirectory: folder.path, folders: StandardFolders(environment: ["HOME": "/nowhere"])
        )
        let error = #expect(throws: UserError.self) { try loader.load(flags: [:]) }
        #expect(error?.what.contains("a project's file names no file of credentials") == true)
    }

    @Test func `one upstream that is named later is for all`() throws {
        let folder = FileManager.default.temporaryDirectory.path
        let loader = ConfigurationLoader(
            environment: ["LIVETOP_UPSTREAM_FOR": "tag:a=https://a.example,*=https://b.example"],
            currentDirectory: folder,
            folders: StandardFolders(environment: ["HOME": "/nowhere"]))
        let chosen = try loader.load(flags: [:]).settings
        #expect(chosen.upstreamChoices.map(\.rule.match) == [.tag("a"), .other])
        #expect(try chosen.led(for: "a").upstream?.host == "a.example")
        #expect(try chosen.led(for: nil).upstream?.host == "b.example")
        #expect(try chosen.led(for: nil).upstreamRules.map(\.match) == [.other])
        #expect(try loader.load(flags: [.upstream: ["https://c.example"]]).settings.upstreamChoices.isEmpty)
        #expect(try !loader.load(flags: [.noDeflate: ["true"]]).settings.passesCompression)
    }
}
