import Foundation
public import LiveProtocol
import NIOCore
import NIOSSL

/// The local certificate authority: made on first use, kept in a folder, trusted by nobody but the user's own apps.
///
/// | File | Holds | Mode |
/// |---|---|---|
/// | `ca-key.pem` | the root's P-256 key | 0600 |
/// | `ca.pem` | the root certificate, valid for ten years | 0600 |
/// | `ca-bundle.pem` | the system's roots and ours: `SSL_CERT_FILE` replaces the default store | 0600 |
///
/// The root can vouch for nothing but this machine and the names that were asked for (`PermittedNames`); another name
/// takes another root, with another key. The leaf is made anew at every start and lives in memory only.
public struct CertificateAuthority: Sendable {
    /// The root certificate.
    public let caFile: String
    /// The system's roots and ours.
    public let bundleFile: String
    /// When the root stops being valid; it is renewed at the first start in the 30 days before.
    public let expiresAt: Timestamp
    /// Where the system's roots in the bundle come from; nil when none were found, and the bundle holds only ours.
    public let systemRootsFile: String?

    /// Why a new root has taken the place of one that may be trusted somewhere; nil when the one at hand was good.
    public let renewal: Renewal?

    /// The certificate that livetop shows to clients, and its key: for the simulated service as well.
    public let leafPEM: String
    /// The same without addresses, for clients that ask for a name (SNI): BoringSSL refuses every certificate with an
    /// address below a root with address constraints, because it knows none of that kind.
    public let namedLeafPEM: String
    public let leafKeyPEM: String

    /// Why a root was replaced.
    public enum Renewal: Hashable, Sendable {
        /// It was made by an older livetop and could vouch for any name.
        case unconstrained
        /// It could not vouch for these names.
        case newNames([String])
    }

    /// Writes the bundle of this authority with the root of `other` behind it, for clients that have to trust both.
    public func writeBundle(with other: CertificateAuthority, to path: String) throws {
        let contents = try AtomicFile.read(bundleFile) + AtomicFile.read(other.caFile)
        guard (try? AtomicFile.read(path)) != contents else { return }
        try AtomicFile.replace(path, contents: contents, mode: 0o600)
    }

    /// Loads the authority from `folder`, or makes it. `extraNames` are names or addresses that the leaf carries
    /// besides `localhost`, `127.0.0.1` and `::1`.
    ///
    /// A root that cannot vouch for all of them, or for anything at all, is replaced where `mayRenew`; where not, because
    /// a running proxy uses it, the leaf carries what the root permits.
    ///
    /// Throws `CertificateAuthorityError`. Several processes may do this at once: one waits for the other.
    public static func load(
        folder: String, extraNames: [String] = [], mayRenew: Bool = true
    ) throws -> CertificateAuthority {
        try load(folder: folder, PermittedNames(extraNames), names: extraNames, mayRenew: mayRenew)
    }

    /// The second authority, in a folder of its own: it can vouch for `hosts` and nothing else, for clients that use
    /// livetop as a forward proxy (`TunnelRules`).
    public static func loadLive(folder: String, hosts: Set<String>) throws -> CertificateAuthority {
        try load(folder: folder, PermittedNames(hosts, isLocal: false), names: hosts.sorted(), mayRenew: true)
    }

    private static func load(
        folder: String, _ wanted: PermittedNames, names: [String], mayRenew: Bool
    ) throws -> CertificateAuthority {
        try FolderTurn.take(folder) {
            var (key, root) = try existingOrNew(in: folder, wanted)
            let renewal = mayRenew ? renewal(of: root, for: wanted) : nil
            if renewal != nil {
                // What was permitted stays so: two projects with a name each must not replace it by turns.
                let former = PermittedNames(of: root)?.extra ?? []
                let all = PermittedNames(former.union(wanted.extra), isLocal: wanted.isLocal)
                (key, root) = try made(in: folder, all)
            }
            return try CertificateAuthority(folder, key, root, names, renewal)
        }
    }

    /// The names besides loopback for which the authority in `folder` can vouch, in order; nil where its root sets no
    /// limits. Throws when there is none that can be read.
    public static func permittedNames(in folder: String) throws -> [String]? {
        try PermittedNames(of: certificate(at: folder + "/ca.pem"))?.extra.sorted()
    }

    private init(
        _ folder: String, _ key: SigningKey, _ root: Certificate, _ names: [String], _ renewal: Renewal?
    ) throws {
        caFile = folder + "/ca.pem"
        bundleFile = folder + "/ca-bundle.pem"
        systemRootsFile = SystemRoots.file(except: bundleFile)
        try Self.writeBundle(try root.pem(), behind: systemRootsFile, to: bundleFile)
        expiresAt = .seconds((root.notValidAfter ?? .distantPast).timeIntervalSince1970)
        self.renewal = renewal
        let permitted = PermittedNames(of: root)
        let all =
            (permitted?.isLocal == false ? [] : ["localhost", "127.0.0.1", "::1"])
            + names.filter { permitted?.isSuperset(of: PermittedNames([$0])) ?? true }
        let leafKey = try SigningKey()
        let leaf = { (names: [String]) in
            try CertificateTemplates.leaf(for: leafKey, names: names, root: root, rootKey: key).pem()
        }
        leafPEM = try leaf(all)
        namedLeafPEM = try leaf(all.filter { !PermittedNames.isAddress($0) })
        leafKeyPEM = try leafKey.pem()
    }

    private static func renewal(of root: Certificate, for wanted: PermittedNames) -> Renewal? {
        guard let permitted = PermittedNames(of: root), !permitted.isLocal || wanted.isLocal else {
            return .unconstrained
        }
        let missing = wanted.extra.subtracting(permitted.extra)
        return missing.isEmpty ? nil : .newNames(missing.sorted())
    }

    /// A new key and a new root. The certificate goes first: without it the key is taken, so that no end between these
    /// steps leaves two files that do not belong together.
    private static func made(
        in folder: String, _ names: PermittedNames
    ) throws -> (SigningKey, Certificate) {
        unlink(folder + "/ca.pem")
        let key = try SigningKey()
        try AtomicFile.replace(folder + "/ca-key.pem", contents: key.pem(), mode: 0o600)
        return (key, try rootCertificate(for: key, at: folder + "/ca.pem", names))
    }

    private static func existingOrNew(
        in folder: String, _ names: PermittedNames
    ) throws -> (SigningKey, Certificate) {
        let key = try rootKey(at: folder + "/ca-key.pem")
        return (key, try rootCertificate(for: key, at: folder + "/ca.pem", names))
    }

    private static func rootKey(at path: String) throws -> SigningKey {
        if !FileManager.default.fileExists(atPath: path) {
            let key = try SigningKey()
            try AtomicFile.create(path, contents: key.pem(), mode: 0o600)
        }
        guard let key = SigningKey(pem: try AtomicFile.readPrivate(path)) else {
            throw CertificateAuthorityError.corrupt(path, why: "it holds no P-256 key in PEM")
        }
        return key
    }

    /// The root at hand, or a new one for the same key: with `names` where there was none, with the same names where it
    /// soon ends.
    private static func rootCertificate(
        for key: SigningKey, at path: String, _ names: PermittedNames
    ) throws -> Certificate {
        let renewal = Date(timeIntervalSinceNow: 30 * 24 * 3600)
        var names = names
        if FileManager.default.fileExists(atPath: path) {
            let root = try certificate(at: path)
            guard root.belongs(to: key) else {
                throw CertificateAuthorityError.corrupt(path, why: "it does not belong to the key beside it")
            }
            if let end = root.notValidAfter, end > renewal { return root }
            names = PermittedNames(of: root) ?? names
        }
        let root = try CertificateTemplates.root(for: key, permitting: names)
        try AtomicFile.replace(path, contents: try root.pem(), mode: 0o600)
        return root
    }

    private static func certificate(at path: String) throws -> Certificate {
        guard let certificate = Certificate(pem: try AtomicFile.read(path)) else {
            throw CertificateAuthorityError.corrupt(path, why: "it holds no certificate in PEM")
        }
        return certificate
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

    // MARK: TLS

    /// TLS towards clients: our leaf, HTTP/1.1 only.
    func makeServerContext() throws -> NIOSSLContext {
        let leaf = try NIOSSLCertificate(bytes: Array(leafPEM.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(leafKeyPEM.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(leaf)], privateKey: .privateKey(key))
        configuration.applicationProtocols = ["http/1.1"]
        configuration.minimumTLSVersion = .tlsv12
        var named = NIOSSLContextConfigurationOverride()
        named.certificateChain = [.certificate(try NIOSSLCertificate(bytes: Array(namedLeafPEM.utf8), format: .pem))]
        let override = named
        configuration.sslContextCallback = { hello, chosen in
            chosen.succeed(hello.serverHostname == nil ? .noChanges : override)
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// TLS towards the upstream, always verified: the system's roots and those in `additionalRootsFile`.
    static func makeUpstreamContext(additionalRootsFile: String?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = ["http/1.1"]
        configuration.minimumTLSVersion = .tlsv12
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
    /// Whoever may read a key can pretend to be whom it vouches for.
    case openToOthers(String, mode: Int)
    /// libcrypto has not made a key or a certificate.
    case unmade(why: String)
    /// The file of `--upstream-ca`.
    case unusableUpstreamCA(String)

    /// What failed and why.
    public var description: String {
        switch self {
        case .unreadable(let path, let why): "\(path) cannot be read: \(why)"
        case .unwritable(let path, let why): "\(path) cannot be written: \(why)"
        case .corrupt(let path, let why): "\(path) is damaged: \(why)"
        case .openToOthers(let path, let mode):
            "others can read or change the key in \(path): its mode is 0\(String(mode, radix: 8))"
        case .unmade(let why): "no certificate could be made: \(why)"
        case .unusableUpstreamCA(let path): "\(path) holds no certificates in PEM that can be read"
        }
    }

    public var cure: String {
        switch self {
        case .unreadable, .unwritable: "Make the data folder your own, or name another with --data-dir"
        case .corrupt:
            "Remove ca.pem and ca-key.pem from that folder: they are made anew, and apps that were given the old one need the new one"
        case .openToOthers(let path, _):
            "chmod 600 '\(path)'; if somebody may have read it, remove it and ca.pem: they are made anew"
        case .unmade: "See that OpenSSL 3 (libcrypto) is whole on this machine: openssl version"
        case .unusableUpstreamCA: "Name a PEM file with --upstream-ca"
        }
    }
}
