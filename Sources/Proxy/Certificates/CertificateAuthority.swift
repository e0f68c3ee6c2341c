import Crypto
import Foundation
public import LiveProtocol
import NIOSSL
import SwiftASN1
import X509

/// The local certificate authority: made on first use, kept in a folder, trusted by nobody but the user's own apps.
///
/// | File | Holds | Mode |
/// |---|---|---|
/// | `ca-key.pem` | the root's P-256 key | 0600 |
/// | `ca.pem` | the root certificate, valid for ten years | 0600 |
/// | `ca-bundle.pem` | the system's roots and ours: `SSL_CERT_FILE` replaces the default store | 0600 |
///
/// The leaf is made anew at every start and lives in memory only.
public struct CertificateAuthority: Sendable {
    /// The root certificate.
    public let caFile: String
    /// The system's roots and ours.
    public let bundleFile: String
    /// When the root stops being valid; it is renewed at the first start in the 30 days before.
    public let expiresAt: Timestamp
    /// Where the system's roots in the bundle come from; nil when none were found, and the bundle holds only ours.
    public let systemRootsFile: String?

    /// The certificate that livetop shows to clients, and its key: for the simulated service as well.
    public let leafPEM: String
    public let leafKeyPEM: String

    /// Loads the authority from `folder`, or makes it. `extraNames` are names or addresses that the leaf carries
    /// besides `localhost`, `127.0.0.1` and `::1`.
    ///
    /// Throws `CertificateAuthorityError`. Several processes may do this at once: the first key wins.
    public static func load(folder: String, extraNames: [String] = []) throws -> CertificateAuthority {
        let key = try rootKey(at: folder + "/ca-key.pem")
        let caFile = folder + "/ca.pem"
        let root = try rootCertificate(for: key, at: caFile)
        let bundleFile = folder + "/ca-bundle.pem"
        let systemRootsFile = SystemRoots.file(except: bundleFile)
        let rootPEM = try pem(of: root)
        try writeBundle(rootPEM, behind: systemRootsFile, to: bundleFile)
        let leafKey = P256.Signing.PrivateKey()
        let leaf = try CertificateTemplates.leaf(for: leafKey, names: extraNames, root: root, rootKey: key)
        return CertificateAuthority(
            caFile: caFile, bundleFile: bundleFile, expiresAt: .seconds(root.notValidAfter.timeIntervalSince1970),
            systemRootsFile: systemRootsFile,
            leafPEM: try pem(of: leaf), leafKeyPEM: leafKey.pemRepresentation)
    }

    private static func rootKey(at path: String) throws -> P256.Signing.PrivateKey {
        if !FileManager.default.fileExists(atPath: path) {
            let key = P256.Signing.PrivateKey()
            try AtomicFile.create(path, contents: key.pemRepresentation + "\n", mode: 0o600)
        }
        let text = try AtomicFile.read(path)
        do {
            return try P256.Signing.PrivateKey(pemRepresentation: text)
        } catch {
            throw CertificateAuthorityError.corrupt(path, why: "it holds no P-256 key in PEM")
        }
    }

    private static func rootCertificate(for key: P256.Signing.PrivateKey, at path: String) throws -> Certificate {
        let renewal = Date(timeIntervalSinceNow: 30 * 24 * 3600)
        if FileManager.default.fileExists(atPath: path) {
            let root = try certificate(at: path)
            guard root.publicKey == Certificate.PublicKey(key.publicKey) else {
                throw CertificateAuthorityError.corrupt(path, why: "it does not belong to the key beside it")
            }
            if root.notValidAfter > renewal { return root }
        }
        let root = try CertificateTemplates.root(for: key)
        try AtomicFile.replace(path, contents: try pem(of: root), mode: 0o600)
        return root
    }

    private static func certificate(at path: String) throws -> Certificate {
        let text = try AtomicFile.read(path)
        do {
            return try Certificate(pemEncoded: text)
        } catch {
            throw CertificateAuthorityError.corrupt(path, why: "it holds no certificate in PEM")
        }
    }

    private static func writeBundle(_ root: String, behind systemRootsFile: String?, to path: String) throws {
        let system = try systemRootsFile.map(AtomicFile.read) ?? ""
        let separator = system.isEmpty || system.hasSuffix("\n") ? "" : "\n"
        let contents = system + separator + root
        // Programs that read the bundle right now are not disturbed when nothing changes. An unreadable file counts
        // as changed.
        guard (try? AtomicFile.read(path)) != contents else { return }
        try AtomicFile.replace(path, contents: contents, mode: 0o600)
    }

    private static func pem(of certificate: Certificate) throws -> String {
        try certificate.serializeAsPEM().pemString + "\n"
    }

    // MARK: TLS

    /// TLS towards clients: our leaf, HTTP/1.1 only.
    func makeServerContext() throws -> NIOSSLContext {
        let leaf = try NIOSSLCertificate(bytes: Array(leafPEM.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(leafKeyPEM.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(leaf)], privateKey: .privateKey(key))
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }

    /// TLS towards the upstream, always verified: the system's roots and those in `additionalRootsFile`.
    static func makeUpstreamContext(additionalRootsFile: String?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = ["http/1.1"]
        if let file = SystemRoots.file(except: nil) { configuration.trustRoots = .file(file) }
        if let file = additionalRootsFile {
            do {
                configuration.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
            } catch {
                throw CertificateAuthorityError.unusableUpstreamCA(file)
            }
        }
        return try NIOSSLContext(configuration: configuration)
    }
}

/// Why there is no certificate authority, and what to do.
public enum CertificateAuthorityError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(String, why: String)
    case unwritable(String, why: String)
    case corrupt(String, why: String)
    /// The file of `--upstream-ca`.
    case unusableUpstreamCA(String)

    /// What failed and why.
    public var description: String {
        switch self {
        case .unreadable(let path, let why): "\(path) cannot be read: \(why)"
        case .unwritable(let path, let why): "\(path) cannot be written: \(why)"
        case .corrupt(let path, let why): "\(path) is damaged: \(why)"
        case .unusableUpstreamCA(let path): "\(path) holds no certificates in PEM that can be read"
        }
    }

    public var cure: String {
        switch self {
        case .unreadable, .unwritable: "Make the data folder your own, or name another with --data-dir"
        case .corrupt:
            "Remove ca.pem and ca-key.pem from that folder: they are made anew, and apps that were given the old one need the new one"
        case .unusableUpstreamCA: "Name a PEM file with --upstream-ca"
        }
    }
}
