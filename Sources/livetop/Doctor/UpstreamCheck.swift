import LiveProtocol
import Proxy
import Runtime

/// Whether the service behind the proxy can be reached: name, connection, TLS, each with its time and its cure.
struct UpstreamCheck {
    var upstream: Upstream
    var caFile: String?
    /// The HTTP proxy of the environment and the hosts exempt from it. The URL may hold a password: never shown.
    var proxy: (url: String, exceptions: String)?
    var timeoutSeconds = 5
    var allowsInsecure = false

    /// The upstreams that these settings lead to.
    static func all(for settings: ProxySettings, environment: [String: String]) -> [UpstreamCheck] {
        let upstreams =
            settings.upstream.map { [$0] }
            ?? [.google(vertexLocation: nil)] + [settings.vertexLocation].compactMap(\.self).map(Upstream.google)
        return upstreams.map {
            UpstreamCheck(
                upstream: $0, caFile: settings.upstreamCA, proxy: proxy(in: environment),
                allowsInsecure: settings.allowsInsecureUpstream)
        }
    }

    /// The relay's own reading of the environment decides whether there is a proxy (`OutboundProxy`).
    private static func proxy(in environment: [String: String]) -> (url: String, exceptions: String)? {
        let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        guard let outbound = try? OutboundProxy(environment: environment),  // A bad one: the relay does without, too.
            let url = names.lazy.compactMap({ environment[$0] }).first
        else { return nil }
        let loopback = ["localhost", "127.0.0.1", "::1"]
        return (url: url, exceptions: (loopback + outbound.exceptions).joined(separator: ","))
    }

    func run() -> [Check] {
        guard upstream.isTLS || upstream.isLoopback || allowsInsecure else {
            return [
                .problem(
                    "upstream.plain", "\(upstream.origin) is beyond this machine, and reached without TLS",
                    cure: "name an https upstream, or accept keys in clear with --insecure-upstream")
            ]
        }
        let probe = CurlProbe(url: upstream.origin, caFile: caFile, proxy: proxy, timeoutSeconds: timeoutSeconds)
        return checks(of: probe.run())
    }

    /// The stages reached; the one that failed is the last.
    func checks(of result: CurlProbe.Result) -> [Check] {
        var checks: [Check] = []
        let failure = Stage(failedWith: result.code)
        for stage in Stage.allCases where stage != .tls || upstream.isTLS || failure == .tls {
            if stage == failure {
                checks.append(problem(at: stage, result))
                break
            }
            if stage == .proxy, !result.usedProxy { continue }
            checks.append(.good("upstream.\(stage)", finding(of: stage, result), took: duration(of: stage, result)))
        }
        return checks
    }

    private var host: String { upstream.host }

    private func finding(of stage: Stage, _ result: CurlProbe.Result) -> String {
        switch stage {
        case .dns: "\(host) has an address"
        case .connect: "connected to \(result.address ?? host)"
        case .proxy: "through the proxy of the environment"
        case .tls: "the certificate of \(host) is trusted"
        }
    }

    /// What the stage itself took: libcurl counts every time from the start.
    private func duration(of stage: Stage, _ result: CurlProbe.Result) -> Duration? {
        let seconds: Double? =
            switch stage {
            case .dns: result.resolvedAfter
            case .connect: difference(result.connectedAfter, result.resolvedAfter)
            case .tls: difference(result.securedAfter, result.connectedAfter)
            case .proxy: nil
            }
        return seconds.map { .seconds($0) }
    }

    private func difference(_ later: Double?, _ earlier: Double?) -> Double? {
        guard let later, let earlier else { return nil }
        return max(0, later - earlier)
    }

    private func problem(at stage: Stage, _ result: CurlProbe.Result) -> Check {
        .problem("upstream.\(stage)", Redaction.text(result.plainMessage), cure: cure(at: stage, result))
    }

    private func cure(at stage: Stage, _ result: CurlProbe.Result) -> String {
        switch stage {
        case .dns: "check the name and the network: getent hosts \(host)"
        case .connect:
            proxy == nil
                ? "check that \(upstream.origin) is running and no firewall is in between; a corporate proxy needs HTTPS_PROXY"
                : "check that \(upstream.origin) is running, and whether HTTPS_PROXY and NO_PROXY are right for it"
        case .proxy: "check HTTPS_PROXY, and whether that proxy allows \(host)"
        case .tls: "if a company inspects TLS or the upstream has its own authority: --upstream-ca FILE.pem"
        }
    }
}

extension UpstreamCheck {
    /// The steps of a connection, in their order.
    enum Stage: String, CaseIterable, CustomStringConvertible {
        case dns, proxy, connect, tls

        var description: String { rawValue }

        /// The step that a libcurl error belongs to; nil for success.
        init?(failedWith code: UInt32) {
            switch code {
            case 0: return nil
            case 6: self = .dns
            // Name of the proxy not found, and its refusal to `CONNECT`.
            case 5, 56, 97: self = .proxy
            // Handshake, certificate, own certificate, cipher, CA file, issuer.
            case 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91: self = .tls
            default: self = .connect
            }
        }
    }
}
