import Proxy
import SessionStore
import Testing

@testable import Runtime

@Suite struct ProxySettingsTests {
    private static func settings(
        listen: [String] = [], upstream: Upstream? = nil, ca: String? = nil, location: String? = nil,
        capture: CaptureLevel? = .full
    ) -> ProxySettings {
        ProxySettings(
            port: 0, listen: listen, upstream: upstream, upstreamCA: ca, vertexLocation: location, allowedOrigins: [],
            allowedHosts: [], capture: capture, dataDirectory: "/data")
    }

    /// `run` shares a running proxy only where this is equal.
    @Test func `two proxies are equal where their calls go the same way`() {
        let own = Upstream(isTLS: false, host: "localhost", port: 1)
        let all = [
            Self.settings(), Self.settings(upstream: own), Self.settings(upstream: own, ca: "/ca.pem"),
            Self.settings(location: "us-central1"), Self.settings(upstream: own, location: "us-central1"),
        ].map(\.upstreamIdentity)
        #expect(Set(all).count == all.count)
        #expect(Self.settings(listen: ["::1"], upstream: own, capture: nil).upstreamIdentity == all[1])
    }

    @Test func `addresses beyond this machine are known`() {
        let listen = ["127.0.0.1", "::1", "127.8.8.8", "0.0.0.0", "192.0.2.1"]
        #expect(Self.settings(listen: listen).exposedAddresses == ["0.0.0.0", "192.0.2.1"])
    }

    @Test(arguments: [(CaptureLevel?.none, "off"), (.full, "full"), (.noAudio, "no-audio"), (.meta, "meta")])
    func `what is recorded has the name that the command line gives it`(level: CaptureLevel?, name: String) {
        #expect(Self.settings(capture: level).captureName == name)
        #expect(Self.settings(capture: level).proxyConfiguration.isCaptureOn == (level != nil))
    }
}
