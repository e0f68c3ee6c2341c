import LiveProtocol
import Proxy
import SessionStore

/// What the proxy is asked to be, after flags, environment, files and defaults (`Configuration`).
struct ProxySettings: Equatable, Sendable {
    /// 0 lets the system choose.
    var port: UInt16
    /// IP addresses. More than loopback only where somebody asked for it.
    var listen: [String]
    /// Replaces the services livetop knows; nil leaves the choice to the request path.
    var upstream: Upstream?
    /// A PEM file trusted for the upstream in addition to the system's roots.
    var upstreamCA: String?
    /// Whether the upstream may be reached without TLS beyond this machine.
    var allowsInsecureUpstream = false
    var vertexLocation: String?
    var allowedOrigins: [String]
    var allowedHosts: [String]
    /// How much of each call is written to disk; nil for the bare relay, which looks at nothing (for measurements).
    var capture: CaptureLevel?
    /// An absolute path.
    var dataDirectory: String
    /// Whether the system may write the memory of a crashed proxy to disk.
    var allowsCoreDumps = false
    /// What is removed while livetop runs; without limits by default.
    var retention = RetentionPolicy()
}

extension ProxySettings {
    /// Where calls go, in one line that is equal exactly when two proxies send their calls to the same place in the
    /// same way. It stands in `run.json`; `livetop run` shares a running proxy only when its own is equal.
    var upstreamIdentity: String {
        var parts = [(upstream ?? .google(vertexLocation: nil)).description]
        if let vertexLocation { parts.append("vertex-location=\(vertexLocation)") }
        if let upstreamCA { parts.append("upstream-ca=\(upstreamCA)") }
        return parts.joined(separator: " ")
    }

    /// Who may use what listens here besides the proxy: `mock` and `replay --serve`.
    var access: AccessPolicy { AccessPolicy(allowedHosts: allowedHosts, allowedOrigins: allowedOrigins) }

    /// Addresses from which other machines can reach the proxy.
    var exposedAddresses: [String] {
        listen.filter { !($0.hasPrefix("127.") || $0 == "::1") }
    }

    /// The capture level as the command line spells it.
    var captureName: String { capture?.rawValue ?? SettingValue.captureOff }
}
