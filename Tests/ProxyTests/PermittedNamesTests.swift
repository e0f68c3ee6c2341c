import Foundation
import TestSupport
import Testing

@testable import Proxy

/// What the local authority can vouch for, as other people's verifiers see it.
@Suite struct PermittedNamesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.file(name), encoding: .utf8)
    }

    /// What `openssl verify` says of a leaf for `name` that somebody signed with the authority's key.
    private func verdict(onLeafFor name: String, in authority: CertificateAuthority) throws -> String {
        let isAddress = name.contains(":") || name.allSatisfy { $0.isNumber || $0 == "." }
        let leaf = folder.file("leaf.pem")
        _ = try run(
            "openssl", "req", "-x509", "-CA", authority.caFile, "-CAkey", folder.file("ca-key.pem"), "-newkey", "ec",
            "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=leaf", "-addext",
            "subjectAltName=\(isAddress ? "IP" : "DNS"):\(name)", "-addext", "basicConstraints=critical,CA:FALSE",
            "-keyout", folder.file("leaf-key.pem"), "-out", leaf)
        return try run("openssl", "verify", "-CAfile", authority.caFile, leaf)
    }

    @Test func `a leaf for this machine or an allowed name is accepted, any other is rejected`() throws {
        let authority = try CertificateAuthority.load(
            folder: folder.path, extraNames: ["Host.docker.internal", "192.0.2.7", "fd00::7"])
        for name in ["localhost", "127.8.9.10", "::1", "host.docker.internal", "192.0.2.7", "fd00::7"] {
            #expect(try verdict(onLeafFor: name, in: authority).contains("leaf.pem: OK"), "\(name)")
        }
        for name in [
            "generativelanguage.googleapis.com", "docker.internal", "localhost.evil.com", "192.0.2.8", "fd00::8",
            "128.0.0.1", "::2",
        ] {
            #expect(try verdict(onLeafFor: name, in: authority).contains("permitted subtree violation"), "\(name)")
        }
        #expect(
            try CertificateAuthority.permittedNames(in: folder.path) == [
                "192.0.2.7", "fd00::7", "host.docker.internal",
            ])
    }

    @Test func `a new name makes a new authority, once, and the names before stay`() throws {
        let first = try CertificateAuthority.load(folder: folder.path)
        #expect(first.renewal == nil)
        let (root, key) = (try text("ca.pem"), try text("ca-key.pem"))
        let second = try CertificateAuthority.load(folder: folder.path, extraNames: ["a.internal"])
        #expect(second.renewal == .newNames(["a.internal"]))
        #expect(try text("ca.pem") != root && text("ca-key.pem") != key)
        #expect(try text("ca-bundle.pem").hasSuffix(text("ca.pem")))
        let renewed = try text("ca.pem")
        #expect(try CertificateAuthority.load(folder: folder.path, extraNames: ["A.internal"]).renewal == nil)
        #expect(try CertificateAuthority.load(folder: folder.path).renewal == nil)
        #expect(try text("ca.pem") == renewed)
        let third = try CertificateAuthority.load(folder: folder.path, extraNames: ["b.internal"])
        #expect(third.renewal == .newNames(["b.internal"]))
        #expect(try CertificateAuthority.permittedNames(in: folder.path) == ["a.internal", "b.internal"])
    }

    @Test func `an authority without constraints is replaced, key and all`() throws {
        try makeUnconstrained()
        #expect(try CertificateAuthority.permittedNames(in: folder.path) == nil)
        let key = try text("ca-key.pem")
        let authority = try CertificateAuthority.load(folder: folder.path)
        #expect(authority.renewal == .unconstrained)
        #expect(try text("ca-key.pem") != key)
        #expect(try CertificateAuthority.permittedNames(in: folder.path) == [])
        #expect(try CertificateAuthority.load(folder: folder.path).renewal == nil)
    }

    @Test func `a proxy that runs keeps its authority, and leaves fit it`() throws {
        let authority = try CertificateAuthority.load(folder: folder.path)
        let root = try text("ca.pem")
        let other = try CertificateAuthority.load(folder: folder.path, extraNames: ["a.internal"], mayRenew: false)
        #expect(try text("ca.pem") == root && other.renewal == nil)
        try other.leafPEM.write(toFile: folder.file("leaf.pem"), atomically: true, encoding: .utf8)
        let verdict = try run("openssl", "verify", "-CAfile", authority.caFile, folder.file("leaf.pem"))
        #expect(verdict.contains("leaf.pem: OK"))
        try makeUnconstrained()
        let old = try text("ca.pem")
        _ = try CertificateAuthority.load(folder: folder.path, mayRenew: false)
        #expect(try text("ca.pem") == old)
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o644, 0o666])
    func `a key that others can read or change is refused, with what to do`(mode: Int) throws {
        _ = try CertificateAuthority.load(folder: folder.path)
        let path = folder.file("ca-key.pem")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let error = #expect(throws: CertificateAuthorityError.self) {
            try CertificateAuthority.load(folder: folder.path)
        }
        #expect(error == .openToOthers(path, mode: mode))
        #expect(error?.cure.contains("chmod 600 '\(path)'") == true)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        _ = try CertificateAuthority.load(folder: folder.path)
    }

    @Test func `a folder or a pipe in the place of the key is refused at once`() throws {
        let path = folder.file("ca-key.pem")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(throws: CertificateAuthorityError.unreadable(path, why: "it is no file")) {
            try CertificateAuthority.load(folder: folder.path)
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: CertificateAuthorityError.unreadable(path, why: "it is no file")) {
            try CertificateAuthority.load(folder: folder.path)
        }
    }

    @Test func `several that make it at once have the same`() async throws {
        let path = folder.path
        let roots = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<4 {
                group.addTask {
                    _ = try CertificateAuthority.load(folder: path, extraNames: number < 2 ? [] : ["a.internal"])
                    return ""
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(roots.count == 4)
        // Key and certificate belong together, or this throws.
        #expect(try CertificateAuthority.load(folder: path, extraNames: ["a.internal"]).renewal == nil)
    }

    /// As livetop made it before there were constraints.
    private func makeUnconstrained() throws {
        let (key, root) = (folder.file("ca-key.pem"), folder.file("ca.pem"))
        _ = try run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
            "3000",
            "-subj", "/O=livetop/CN=livetop local CA 12345678", "-keyout", key, "-out", root)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    }
}
