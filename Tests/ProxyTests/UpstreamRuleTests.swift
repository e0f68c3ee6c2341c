import LiveProtocol
import TestSupport
import Testing

@testable import Proxy

private enum RouteTarget {
    static let gemini = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
}

@Suite struct UpstreamRuleTests {
    private static func rule(_ match: UpstreamRule.Match, _ host: String) -> UpstreamRule {
        UpstreamRule(match, upstream: Upstream(isTLS: true, host: host))
    }

    private static let rules = [
        rule(.other, "other"), rule(.tag("staging"), "staging"), rule(.path("/eu"), "eu"),
        rule(.path("/eu/west"), "west"),
    ]

    @Test(
        arguments: [
            ("/ws/x", "other"), ("/t/staging/ws/x", "staging"), ("/eu/ws/x", "eu"), ("/eu", "eu"), ("/eu?key=1", "eu"),
            ("/europe/ws", "other"), ("/t/a/eu/ws", "eu"), ("/f/reset/t/a/eu", "eu"), ("/eu/west/ws", "eu"),
            ("https://localhost:8910/eu/ws/x", "eu"), ("https://localhost:8910/t/staging/ws/x", "staging"),
            ("/eu" + RouteTarget.gemini, "eu"), ("/a/eu" + RouteTarget.gemini, "other"),
        ])
    func `the first that fits decides, what is for all others comes last`(target: String, host: String) {
        let route = Route(target: target)
        #expect(Self.rules.first(for: route)?.upstream.host == host)
        #expect([UpstreamRule]().first(for: route) == nil)
    }

    @Test func `the path by which it was chosen is taken off`() {
        let rule = Self.rule(.path("/eu"), "eu")
        #expect(rule.forwarded("/eu/v1beta/models?x=1") == "/v1beta/models?x=1")
        #expect(rule.forwarded("/eu?x=1") == "/?x=1")
        #expect(rule.forwarded("/ws/google") == "/ws/google")
        #expect(Self.rule(.tag("eu"), "eu").forwarded("/eu/v1") == "/eu/v1")
    }

    @Test func `calls of one proxy reach two upstreams, by tag and by path`() async throws {
        let second = try ListeningSocket()
        try await withProxy { configuration in
            let upstream = try Upstream(url: "http://127.0.0.1:\(second.port)/base")
            configuration.upstreamRules = [
                UpstreamRule(.tag("b"), upstream: upstream), UpstreamRule(.path("/two"), upstream: upstream),
            ]
        } _: { proxy, first in
            for (prefix, listener) in [("", first), ("/t/b", second), ("/two", second)] {
                let client = try Socket.connect(port: proxy.port)
                try client.write(RunningProxy.upgradeRequest.replacing("GET /", with: "GET \(prefix)/"))
                let head = try listener.accept().readHead()
                #expect(head.hasPrefix(listener.port == second.port ? "GET /base/ws/google" : "GET /ws/google"))
                #expect(head.contains("\r\nHost: 127.0.0.1:\(listener.port)\r\n"))
            }
            let client = try Socket.connect(port: proxy.port)
            try client.write("GET /two/v1beta/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try second.accept().readHead().hasPrefix("GET /base/v1beta/models HTTP/1.1\r\n"))
        }
    }

    @Test func `a rule goes through a proxy of its own, with its credentials, and shows none`() async throws {
        let way = try ListeningSocket()
        try await withProxy { configuration in
            let proxy = try OutboundProxy(url: "http://127.0.0.1:\(way.port)", login: "us%25er:p:w")
            configuration.upstreamRules = [
                UpstreamRule(
                    .tag("b"), upstream: Upstream(isTLS: false, host: "127.0.0.1", port: 1), way: .through(proxy))
            ]
        } _: { proxy, _ in
            let client = try Socket.connect(port: proxy.port)
            try client.write(RunningProxy.upgradeRequest.replacing("GET /", with: "GET /t/b/"))
            let server = try way.accept()
            let head = try server.readHead()
            #expect(head.hasPrefix("CONNECT 127.0.0.1:1 HTTP/1.1\r\n"))
            #expect(head.contains("Proxy-Authorization: Basic \(Base64.encode(Array("us%er:p:w".utf8)))\r\n"))
            try server.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            let answer = String(decoding: try client.readToEnd(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 502") && !answer.contains("p:w"))
        }
    }

    @Test func `a rule may go directly where the others do not`() async throws {
        try await withProxy { configuration in
            configuration.outboundProxy = OutboundProxy(host: "127.0.0.1", port: 9)
            configuration.upstreamRules = try [
                UpstreamRule(.other, upstream: #require(configuration.upstream), way: .direct)
            ]
        } _: { proxy, upstream in
            _ = try proxy.call(upstream)
        }
    }

    @Test func `a rule without TLS beyond this machine is refused at the start`() async throws {
        await #expect(throws: ProxyStartError.insecureUpstream(origin: "http://service.example")) {
            _ = try await RunningProxy(upstream: "http://127.0.0.1:1") {
                $0.upstreamRules = [UpstreamRule(.tag("x"), upstream: Upstream(isTLS: false, host: "service.example"))]
            }
        }
    }
}
