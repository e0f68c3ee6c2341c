import Foundation
import NIOSSL

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
        return [validity(of: authority), keyCheck, bundleCheck(authority)]
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

    private var keyCheck: Check {
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
