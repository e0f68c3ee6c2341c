import LiveProtocol
import Proxy
import Runtime
import Settings

/// Whether the service behind the proxy can be reached: name, connection, TLS, each with its time and its cure.
struct UpstreamCheck {
    var upstream: Upstream
    var caFile: String?
    /// The proxy on the way; nil for none.
    var proxy: Way?
    var timeoutSeconds = 5
    var allowsInsecure = false

    /// A proxy on the way to the upstream.
    struct Way {
        /// For libcurl. It may hold a password: never shown.
        var url: String
        /// Hosts that are reached without it.
        var exceptions: String
        /// Scheme, host and port.
        var origin: String
        /// Where it comes from: `HTTPS_PROXY`, or the setting.
        var source: String
    }

    static func run(for settings: ProxySettings, environment: [String: String]) -> [Check] {
        do throws(UserError) {
            return try all(for: settings, environment: environment).flatMap { $0.run() }
        } catch {
            return [.problem("upstream.proxy", "\(error.what): \(error.why)", cure: error.remedy)]
        }
    }

    /// The upstreams that these settings lead to: that of all calls, or those that livetop knows, and those of single calls.
    static func all(for settings: ProxySettings, environment: [String: String]) throws(UserError) -> [UpstreamCheck] {
        let upstreams =
            settings.upstream.map { [$0] }
            ?? [.google(vertexLocation: nil)] + [settings.vertexLocation].compactMap(\.self).map(Upstream.google)
        let hasOther = settings.upstreamChoices.contains { $0.rule.match == .other }
        let usual = (hasOther ? [] : upstreams).map { ($0, proxy(to: $0, in: environment)) }
        let chosen = try settings.upstreamChoices.map { choice throws(UserError) in
            (choice.rule.upstream, try proxy(of: choice, in: environment))
        }
        return (usual + chosen).map { upstream, proxy in
            UpstreamCheck(
                upstream: upstream, caFile: settings.upstreamCA, proxy: proxy,
                allowsInsecure: settings.allowsInsecureUpstream)
        }
    }

    /// The relay's own reading of the environment decides whether there is a proxy (`OutboundProxy`).
    private static func proxy(to upstream: Upstream, in environment: [String: String]) -> Way? {
        guard let outbound = try? OutboundProxy(environment: environment),  // A bad one: the relay does without, too.
            outbound.applies(to: upstream),
            let name = OutboundProxy.variables.first(where: { environment[$0] != nil }), let url = environment[name]
        else { return nil }
        let loopback = ["localhost", "127.0.0.1", "::1"]
        return Way(
            url: url, exceptions: (loopback + outbound.exceptions).joined(separator: ","), origin: outbound.origin,
            source: name)
    }

    private static func proxy(
        of choice: UpstreamChoice, in environment: [String: String]
    ) throws(UserError) -> Way? {
        switch choice.rule.way {
        case .usual: return proxy(to: choice.rule.upstream, in: environment)
        case .direct: return nil
        case .through(let outbound):
            return Way(
                url: try choice.proxyURL() ?? outbound.origin, exceptions: "", origin: outbound.origin,
                source: SettingKey.upstreamFor.rawValue)
        }
    }

    func run() -> [Check] {
        guard upstream.isTLS || upstream.isLoopback || allowsInsecure else {
            return [
                .problem(
                    "upstream.plain", "\(upstream.origin) is beyond this machine, and reached without TLS",
                    cure: "name an https upstream, or accept keys in clear with --insecure-upstream")
            ]
        }
        let probe = CurlProbe(
            url: upstream.origin, caFile: caFile, proxy: proxy.map { ($0.url, $0.exceptions) },
            timeoutSeconds: timeoutSeconds)
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
            // libcurl tells of a CONNECT; through SOCKS the whole way is the proof.
            let isProxied = result.usedProxy || result.code == 0 && proxy?.origin.hasPrefix("socks") == true
            if stage == .proxy, !isProxied { continue }
            checks.append(.good("upstream.\(stage)", finding(of: stage, result), took: duration(of: stage, result)))
        }
        return checks
    }

    private var host: String { upstream.host }

    private func finding(of stage: Stage, _ result: CurlProbe.Result) -> String {
        switch stage {
        case .dns: "\(host) has an address"
        case .connect: "connected to \(result.address ?? host)"
        case .proxy: "through the proxy \(proxy?.origin ?? "on the way") (\(proxy?.source ?? "environment"))"
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
        case .proxy: "check \(proxy?.source ?? "HTTPS_PROXY"), and whether that proxy allows \(host)"
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
