import Foundation

/// Where this machine keeps the certificates it trusts.
enum SystemRoots {
    private static let places = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // CentOS
        "/etc/ssl/cert.pem",  // macOS, BSD
    ]

    /// `SSL_CERT_FILE` when it names a file, else the first place that has one; nil when there is none.
    ///
    /// A livetop inside `livetop run` finds a bundle of ours in the environment: taking `ownBundle` as system roots
    /// would grow it at every start.
    static func file(except ownBundle: String?) -> String? {
        let chosen = ProcessInfo.processInfo.environment["SSL_CERT_FILE"].map { [$0] } ?? []
        let own = ownBundle.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
        return (chosen + places).first { place in
            FileManager.default.isReadableFile(atPath: place)
                && URL(fileURLWithPath: place).resolvingSymlinksInPath().path != own
        }
    }
}
