import Foundation
package import Proxy
import SessionStore

extension ProxySettings {
    /// The same in the words of the Proxy target.
    package var proxyConfiguration: ProxyConfiguration {
        var configuration = ProxyConfiguration()
        configuration.listenHosts = listen
        configuration.port = Int(port)
        configuration.upstream = upstream
        configuration.upstreamRules = upstreamRules
        configuration.passesCompression = passesCompression
        configuration.allowsInsecureUpstream = allowsInsecureUpstream
        configuration.vertexLocation = vertexLocation
        configuration.upstreamCAFile = upstreamCA
        // Settings of the environment that nobody can read: the relay goes directly, and `doctor` tells.
        configuration.outboundProxy = try? OutboundProxy(environment: ProcessInfo.processInfo.environment)
        configuration.allowedOrigins = allowedOrigins
        configuration.allowedHosts = allowedHosts
        configuration.isCaptureOn = capture != nil
        configuration.allowsConnect = allowsConnect
        configuration.faults = faults
        return configuration
    }
}

extension ProxySettings {
    /// The system's roots and both local authorities, for clients that use the proxy as a forward proxy.
    package var connectBundlePath: String { dataDirectory + "/connect-bundle.pem" }
}

extension CertificateAuthority {
    /// The authority of the data folder, made if there is none yet, and made anew where it cannot vouch for the names
    /// in the settings. Says on the error stream what to trust anew.
    ///
    /// - Parameter mayRenew: false while another process shows clients certificates of this authority.
    package static func load(
        for settings: ProxySettings, mayRenew: Bool
    ) throws(UserError) -> CertificateAuthority {
        do {
            try FileManager.default.createDirectory(
                atPath: settings.dataDirectory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            let authority = try load(
                folder: settings.dataDirectory, extraNames: settings.allowedHosts, mayRenew: mayRenew)
            authority.renewalWords.forEach { StandardError.say("livetop: " + $0) }
            return authority
        } catch {
            throw UserError(failure: error)
                ?? UserError(
                    .cannotCreate, what: "cannot make the certificate authority in \(settings.dataDirectory)",
                    why: error.localizedDescription,
                    remedy: "name another folder with --data-dir, or see livetop doctor")
        }
    }

    /// The same for a process that does not run the proxy: one that runs keeps its authority.
    package static func load(for settings: ProxySettings) throws(UserError) -> CertificateAuthority {
        let folder = URL(filePath: settings.dataDirectory, directoryHint: .isDirectory)
        return try load(for: settings, mayRenew: !FolderLock.isHeld(folder))
    }

    /// The authority for Live hosts, where clients may ask for tunnels; nil where they may not. The file that such clients
    /// have to trust is written anew.
    package static func loadLive(
        for settings: ProxySettings, beside local: CertificateAuthority
    ) throws(UserError) -> CertificateAuthority? {
        guard settings.allowsConnect else { return nil }
        let folder = settings.dataDirectory + "/live"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let hosts = TunnelRules(vertexLocation: settings.vertexLocation).liveHosts
            let live = try loadLive(folder: folder, hosts: hosts)
            try local.writeBundle(with: live, to: settings.connectBundlePath)
            return live
        } catch {
            throw UserError(failure: error)
                ?? UserError(
                    .cannotCreate, what: "cannot make the certificate authority in \(folder)",
                    why: error.localizedDescription,
                    remedy: "name another folder with --data-dir, or see livetop doctor")
        }
    }

    private var renewalWords: [String] {
        let reason: String? =
            switch renewal {
            case .unconstrained: "the one before is of an older livetop and could vouch for any name"
            case .newNames(let names): "the one before could not vouch for \(names.joined(separator: ", "))"
            case nil: nil
            }
        guard let reason else { return [] }
        return [
            "made a new certificate authority: \(reason)",
            "  renew the trust where the old one was named by hand: \(caFile) (browsers, Node, the system), \(bundleFile)"
                + " (SSL_CERT_FILE); `livetop run` and a new `eval \"$(livetop env)\"` name it already",
        ]
    }
}
