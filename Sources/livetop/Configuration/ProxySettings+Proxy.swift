import Foundation
import Proxy

extension ProxyConfiguration {
    /// The same in the words of the Proxy target.
    init(_ settings: ProxySettings) {
        self.init()
        listenHosts = settings.listen
        port = Int(settings.port)
        upstream = settings.upstream
        vertexLocation = settings.vertexLocation
        upstreamCAFile = settings.upstreamCA
        // Settings of the environment that nobody can read: the relay goes directly, and `doctor` tells.
        outboundProxy = try? OutboundProxy(environment: ProcessInfo.processInfo.environment)
        allowedOrigins = settings.allowedOrigins
        allowedHosts = settings.allowedHosts
        isCaptureOn = settings.capture != .off
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
