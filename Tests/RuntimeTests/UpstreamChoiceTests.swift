import Foundation
import LiveProtocol
import Proxy
import TestSupport
import Testing

@testable import Runtime

@Suite struct UpstreamChoiceTests {
    @Test func `a choice says whose calls go where, and on which way`() throws {
        let tagged = try #require(UpstreamChoice("tag:staging=https://staging.example"))
        #expect(tagged.rule == UpstreamRule(.tag("staging"), upstream: Upstream(isTLS: true, host: "staging.example")))
        let eu = try #require(UpstreamChoice("/eu=wss://eu.example/base via socks5://proxy.corp login /run/secrets/p"))
        #expect(eu.rule.match == .path("/eu"))
        #expect(eu.rule.way == .through(try OutboundProxy(url: "socks5://proxy.corp:1080")))
        #expect(eu.loginFile == "/run/secrets/p")
        #expect(UpstreamChoice("*=http://localhost:1 via direct")?.rule.way == .direct)
    }

    @Test(arguments: [
        "", "tag:=https://a", "x=https://a", "/=https://a", "/a/=https://b", "/t/x=https://b", "/a=ftp://b",
        "/a=https://u:p@b", "/a=https://b?k=1", "/a=https://b via", "/a=https://b via http://u:p@proxy",
        "/a=https://b via direct login /f", "/a=https://b login /f", "/a=https://b via http://p login f",
        "/a=https://b then http://p",
    ])
    func `what is none is refused`(text: String) {
        #expect(UpstreamChoice(text) == nil)
    }

    @Test func `the login is read from a file that nobody else can read`() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("login")
        try Data("us@er:p%w\n".utf8).write(to: URL(filePath: file))
        let choice = try #require(UpstreamChoice("*=https://a.example via http://proxy.corp:3128 login \(file)"))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let open = #expect(throws: UserError.self) { try choice.resolved() }
        #expect(open?.why.contains("others can read it") == true)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        guard case .through(let proxy) = try choice.resolved().way else {
            Issue.record("no proxy")
            return
        }
        #expect(proxy.authorization == "Basic \(Base64.encode(Array("us@er:p%w".utf8)))")
        #expect(proxy.origin == "http://proxy.corp:3128")
        #expect(try choice.proxyURL() == "http://us%40er:p%25w@proxy.corp:3128")
        try Data("nothing\n".utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        #expect(throws: UserError.self) { try choice.resolved() }
    }
}
