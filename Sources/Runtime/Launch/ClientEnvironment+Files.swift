import Foundation
import Proxy

extension ClientEnvironment {
    /// The variables for a proxy on `port` and the files that they name, made where they are missing.
    package static func prepared(
        settings: ProxySettings, port: Int, tag: String?, inherited: [String: String], audience: Audience,
        faults: [String] = []
    ) async throws(UserError) -> ClientEnvironment {
        let authority = try CertificateAuthority.load(for: settings)
        var client = ClientEnvironment(
            baseURL: baseURL(port: port, tag: tag, faults: faults),
            nodeCertificates: nodeCertificates(authority, settings: settings, inherited: inherited),
            caBundlePath: authority.bundleFile, audience: audience)
        client.isVertexIncluded = settings.vertexLocation != nil
        if audience.contains(.java) {
            client.javaTrustStore = await .prepared(
                in: settings.dataDirectory, caPath: authority.caFile, path: inherited["PATH"])
        }
        return client
    }

    /// Node reads one file of additional certificates: where somebody named one already, a file with theirs and ours.
    private static func nodeCertificates(
        _ authority: CertificateAuthority, settings: ProxySettings, inherited: [String: String]
    ) -> String {
        let combined = settings.dataDirectory + "/node-extra-ca.pem"
        guard let named = inherited["NODE_EXTRA_CA_CERTS"], !named.isEmpty, named != authority.caFile,
            named != combined,
            let theirs = FileManager.default.contents(atPath: named),
            let ours = FileManager.default.contents(atPath: authority.caFile)
        else { return inherited["NODE_EXTRA_CA_CERTS"] == combined ? combined : authority.caFile }
        do {
            let contents = String(decoding: theirs + Data("\n".utf8) + ours, as: UTF8.self)
            try AtomicFile.replace(combined, contents: contents, mode: 0o600)
            return combined
        } catch {
            // Ours alone lets the calls through; theirs concern other hosts.
            return authority.caFile
        }
    }
}
