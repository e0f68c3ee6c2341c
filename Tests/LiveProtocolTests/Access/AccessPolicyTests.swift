import LiveProtocol
import TestSupport
import Testing

@Suite struct AccessPolicyTests {
    private let policy = AccessPolicy(
        allowedHosts: ["Proxy.internal", "fd00::1"], allowedOrigins: ["https://App.example", "null"])

    private func objection(
        _ host: String, origin: String? = nil, site: String? = nil, to policy: AccessPolicy? = nil
    ) -> AccessObjection? {
        (policy ?? self.policy).objection(
            to: AccessPolicy.Claims(
                hosts: [host], origins: origin.map { [$0] } ?? [], fetchSites: site.map { [$0] } ?? []))
    }

    @Test(arguments: [
        "localhost", "LOCALHOST:8910", "localhost.", "app.localhost:1", "127.0.0.1", "127.255.255.255:65535", "[::1]",
        "[::1]:80", "proxy.internal", "PROXY.internal:8910", "[fd00::1]:1",
    ])
    func `loopback and allowed names are served`(host: String) { #expect(objection(host) == nil) }

    @Test(arguments: [
        "", " ", "evil.com", "localhost.evil.com", "127.0.0.1.evil.com", "127.evil.example", "[::1].evil.com",
        "[::1]evil.com", "[::1]:80.evil.com", "[::1", "::1", "[evil.com]", "localhost:80@evil.com",
        "localhost@evil.com",
        "evil.com\\.localhost", "http://evil.com\\.localhost", "evil.com/.localhost", "evil.com#.localhost",
        "evil.com?.localhost", "evil.com%.localhost", "evil.com .localhost", "localhost evil.com", "localhost,evil.com",
        "localhost:", "localhost:x", "localhost:80:80", "localhost:-1", "localhost:65536", "localhost:999999",
        "127.0.0.256", "127.0.0.+1", "127.0.1", "0127.0.0.1", "127.0.0.0001", "128.0.0.1", "0.0.0.0", "[::2]",
        "[::ffff:127.0.0.1]", "xlocalhost", "localhost\u{0}.evil.com", "ev\u{130}l.localhost", "fd00::1",
        "proxy.internal.evil.com",
    ])
    func `everything else is refused`(host: String) { #expect(objection(host) == .host(host)) }

    @Test(arguments: [
        "http://localhost", "https://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:80", "http://a.localhost",
        "https://app.example", "HTTPS://APP.EXAMPLE", "null",
    ])
    func `pages of this machine and allowed ones are served, cross-site too`(origin: String) {
        #expect(objection("localhost", origin: origin) == nil)
        #expect(objection("localhost", origin: origin, site: "cross-site") == nil)
    }

    @Test(arguments: [
        "", "https://evil.com", "http://localhost.evil.com", "http://localhost@evil.com",
        "http://localhost:80@evil.com",
        "http://evil.com\\.localhost", "http://evil.com/.localhost", "http://localhost/", "http://localhost/evil",
        "http://[::1].evil.com", "http://localhost http://evil.com", "ftp://localhost", "localhost", "//localhost",
        "https://app.example.evil.com", "https://app.example:8443", "http://app.example", "file://",
        "http://localhost:",
        "http://localhost:80x",
    ])
    func `any other page is refused, whatever the host`(origin: String) {
        #expect(objection("localhost", origin: origin) == .origin(origin))
        // Whoever asks about a page that was turned away is told so, also where the host was made up.
        #expect(objection("rebound.evil.com", origin: origin) == .origin(origin))
    }

    @Test func `null is served only where it was allowed`() {
        #expect(objection("localhost", origin: "null", to: AccessPolicy()) == .origin("null"))
    }

    @Test(arguments: ["cross-site", "Cross-Site"])
    func `a page of another site needs an origin that is allowed`(site: String) {
        #expect(objection("localhost", site: site) == .crossSite)
        #expect(objection("localhost", site: site)?.status == 403)
    }

    @Test(arguments: ["none", "same-origin", "same-site"])
    func `what is asked from here, or typed, is served`(site: String) {
        #expect(objection("localhost", site: site) == nil)
    }

    @Test func `exactly one host is stated, except by HTTP 1.0`() {
        for hosts in [[], ["localhost", "localhost"]] {
            let claims = AccessPolicy.Claims(hosts: hosts, origins: [], fetchSites: [])
            #expect(policy.objection(to: claims) == .hostCount(hosts.count))
        }
        let old = AccessPolicy.Claims(hosts: [], origins: [], fetchSites: [], mayOmitHost: true)
        #expect(policy.objection(to: old) == nil)
    }

    @Test func `headers are taken one by one, whatever the case of their names`() {
        let headers = [
            ("Host", "localhost, evil.com"), ("ORIGIN", "http://a"), ("Sec-Fetch-Site", "none"), ("x", "y"),
            ("origin", "http://b,c"),
        ]
        #expect(
            AccessPolicy.Claims(headers: headers.map { (name: $0.0, value: $0.1) }, mayOmitHost: true)
                == AccessPolicy.Claims(
                    hosts: ["localhost, evil.com"], origins: ["http://a", "http://b,c"], fetchSites: ["none"],
                    mayOmitHost: true))
    }

    @Test func `one foreign value among several is enough`() {
        let claims = AccessPolicy.Claims(
            hosts: ["localhost"], origins: ["http://localhost", "http://evil.com"], fetchSites: ["none"])
        #expect(policy.objection(to: claims) == .origin("http://evil.com"))
        let sites = AccessPolicy.Claims(hosts: ["localhost"], origins: [], fetchSites: ["none", "cross-site"])
        #expect(policy.objection(to: sites) == .crossSite)
    }

    @Test func `no host that is not of this machine passes, however it is decorated`() {
        expectProperty(runs: 3000) { random in
            let parts = [
                "localhost", "127.0.0.1", "[::1]", "evil.com", ":", "80", "@", ".", "/", "\\", "#", "?", "%", " ",
            ]
            var host = "evil.com"
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let part = parts.randomElement(using: &random) ?? ""
                host = Bool.random(using: &random) ? part + host : host + part
            }
            // `evil.com` may become a name below localhost, which no name server answers for.
            try #require(
                objection(host) != nil || host.hasSuffix(".localhost") || host.contains(".localhost:"), "\(host)")
            try #require(
                objection("localhost", origin: "http://\(host)") != nil || host.contains(".localhost"), "\(host)")
        }
    }
}
