import Foundation
import NIOSSL
import Proxy

/// Whether the local authority and the bundle that clients trust are whole and in date.
struct CertificateCheck {
    var folder: String
    /// Seconds since 1970.
    var now: Int

    private static let warningDays = 30

    func run() -> [Check] {
        guard FileManager.default.fileExists(atPath: caPath) else {
            return [.good("ca", "will be made at the first start")]
        }
        guard let authority = certificates(in: caPath).first else {
            return [.problem("ca", "\(caPath) is not a certificate", cure: renewal)]
        }
        return [validity(of: authority), namesCheck, keyCheck, bundleCheck(authority)]
    }

    private var caPath: String { folder + "/ca.pem" }
    private var keyPath: String { folder + "/ca-key.pem" }
    private var bundlePath: String { folder + "/ca-bundle.pem" }
    private var renewal: String {
        "rm '\(caPath)' '\(keyPath)' '\(bundlePath)', and start livetop again: it makes new ones"
    }

    /// A file that cannot be read or parsed holds no certificates.
    private func certificates(in path: String) -> [NIOSSLCertificate] {
        (try? NIOSSLCertificate.fromPEMFile(path)) ?? []
    }

    private func validity(of authority: NIOSSLCertificate) -> Check {
        let days = (Int(authority.notValidAfter) - now) / 86_400
        if Int(authority.notValidBefore) > now {
            return .problem("ca", "the authority is not valid yet", cure: "set the clock of this machine: date")
        }
        if days < 0 { return .problem("ca", "the authority expired \(-days) days ago", cure: renewal) }
        return days < Self.warningDays
            ? .notice("ca", "the authority expires in \(days) days", cure: renewal)
            : .good("ca", "valid for \(days) days: \(caPath)")
    }

    /// The certificate was read before: an error leaves nothing to say of its names.
    private var namesCheck: Check {
        guard let names = try? CertificateAuthority.permittedNames(in: folder) else {
            return .notice(
                "ca.names", "the authority is of an older livetop and could vouch for any name",
                cure: "start livetop again: it makes a new one, and says where to renew the trust")
        }
        let all = (["localhost", "loopback addresses"] + names).joined(separator: ", ")
        return .good("ca.names", "it can vouch for \(all) alone")
    }

    private var isKeyOpen: Bool {
        // A file that is not there is told of below.
        let attributes = try? FileManager.default.attributesOfItem(atPath: keyPath)
        return ((attributes?[.posixPermissions] as? NSNumber)?.uint16Value ?? 0) & 0o077 != 0
    }

    private var keyCheck: Check {
        guard !isKeyOpen else {
            return .problem(
                "ca.key", "others can read or change \(keyPath)",
                cure: "chmod 600 '\(keyPath)'; if somebody may have read it: \(renewal)")
        }
        let key = try? NIOSSLPrivateKey(file: keyPath, format: .pem)  // Absent or damaged: the cure is the same.
        return key == nil
            ? .problem("ca.key", "\(keyPath) is missing or damaged", cure: renewal)
            : .good("ca.key", "the authority's key can be read")
    }

    private func bundleCheck(_ authority: NIOSSLCertificate) -> Check {
        let bundle = certificates(in: bundlePath)
        guard bundle.contains(authority) else {
            return .problem("ca.bundle", "\(bundlePath) does not hold the authority", cure: renewal)
        }
        return bundle.count > 1
            ? .good("ca.bundle", "\(bundle.count - 1) roots of the system and the authority")
            : .problem(
                "ca.bundle", "\(bundlePath) holds no roots of the system: clients would trust nothing else",
                cure: "install the system's roots (apt install ca-certificates), then remove \(bundlePath)")
    }
}
