import Foundation
import LiveProtocol
import TestSupport
import Testing

@testable import Proxy

@Suite struct CertificateAuthorityTests {
    private func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `the key is the owner's alone, and everything is reused`() throws {
        let folder = try TemporaryFolder()
        let first = try CertificateAuthority.load(folder: folder.path)
        #expect(try mode(of: folder.file("ca-key.pem")) == 0o600)
        let root = try String(contentsOfFile: first.caFile, encoding: .utf8)
        let key = try String(contentsOfFile: folder.file("ca-key.pem"), encoding: .utf8)
        _ = try CertificateAuthority.load(folder: folder.path)
        #expect(try String(contentsOfFile: first.caFile, encoding: .utf8) == root)
        #expect(try String(contentsOfFile: folder.file("ca-key.pem"), encoding: .utf8) == key)
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == [
                "ca.pem", "ca-key.pem", "ca-bundle.pem",
            ])
    }

    @Test func `the bundle holds the system's roots and ours`() throws {
        let folder = try TemporaryFolder()
        let authority = try CertificateAuthority.load(folder: folder.path)
        let bundle = try String(contentsOfFile: authority.bundleFile, encoding: .utf8)
        #expect(try bundle.hasSuffix(String(contentsOfFile: authority.caFile, encoding: .utf8)))
        if let system = authority.systemRootsFile {
            #expect(try bundle.hasPrefix(String(contentsOfFile: system, encoding: .utf8)))
        }
    }

    @Test(arguments: ["ca.pem", "ca-key.pem"])
    func `a damaged file is named, with what to do`(name: String) throws {
        let folder = try TemporaryFolder()
        _ = try CertificateAuthority.load(folder: folder.path)
        try "nonsense".write(toFile: folder.file(name), atomically: false, encoding: .utf8)
        let error = #expect(throws: CertificateAuthorityError.self) {
            try CertificateAuthority.load(folder: folder.path)
        }
        #expect(error?.description.contains(folder.file(name)) == true)
        #expect(error?.cure.contains("Remove") == true)
    }

    @Test func `a certificate of another key is noticed`() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        _ = try CertificateAuthority.load(folder: folder.path)
        _ = try CertificateAuthority.load(folder: other.path)
        try FileManager.default.removeItem(atPath: folder.file("ca.pem"))
        try FileManager.default.copyItem(atPath: other.file("ca.pem"), toPath: folder.file("ca.pem"))
        #expect(throws: CertificateAuthorityError.self) { try CertificateAuthority.load(folder: folder.path) }
    }

    @Test func `a folder that cannot be written is an error with a cure`() throws {
        let error = #expect(throws: CertificateAuthorityError.self) {
            try CertificateAuthority.load(folder: "/dev/null/livetop")
        }
        #expect(error?.description.contains("/dev/null/livetop/ca-key.pem cannot be written") == true)
    }

    @Test func `strict verifiers accept the leaf, for each of its names`() async throws {
        try await withProxy { proxy, _ in
            for name in ["localhost", "127.0.0.1", "::1"] {
                let target = name == "localhost" ? "-verify_hostname" : "-verify_ip"
                let output = try run(
                    "openssl", "s_client", "-connect", "127.0.0.1:\(proxy.port)", "-CAfile", proxy.certificates.caFile,
                    "-x509_strict", "-verify_return_error", target, name, "-alpn", "h2,http/1.1")
                #expect(output.contains("Verify return code: 0 (ok)"), "\(output)")
                #expect(output.contains("ALPN protocol: http/1.1"))
            }
        }
    }
}
