import Foundation
import Proxy

extension ProxySettings {
    /// The same in the words of the Proxy target.
    var proxyConfiguration: ProxyConfiguration {
        var configuration = ProxyConfiguration()
        configuration.listenHosts = listen
        configuration.port = Int(port)
        configuration.upstream = upstream
        configuration.vertexLocation = vertexLocation
        configuration.upstreamCAFile = upstreamCA
        // Settings of the environment that nobody can read: the relay goes directly, and `doctor` tells.
        configuration.outboundProxy = try? OutboundProxy(environment: ProcessInfo.processInfo.environment)
        configuration.allowedOrigins = allowedOrigins
        configuration.allowedHosts = allowedHosts
        configuration.isCaptureOn = capture != nil
        return configuration
    }
}

extension CertificateAuthority {
    /// The authority of the data folder, made if there is none yet.
    static func load(for settings: ProxySettings) throws(UserError) -> CertificateAuthority {
        do {
            try FileManager.default.createDirectory(
                atPath: settings.dataDirectory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            return try load(folder: settings.dataDirectory, extraNames: settings.allowedHosts)
        } catch {
            throw UserError(failure: error)
                ?? UserError(
                    .cannotCreate, what: "cannot make the certificate authority in \(settings.dataDirectory)",
                    why: "\(error)", remedy: "name another folder with --data-dir, or see livetop doctor")
        }
    }
}
