package import Proxy
package import Simulator

extension MockIdentity {
    /// The leaf of the local authority: what clients that trust livetop trust as well.
    package init(_ authority: CertificateAuthority) {
        self.init(certificateChainPEM: authority.leafPEM, privateKeyPEM: authority.leafKeyPEM)
        namedChainPEM = authority.namedLeafPEM
    }
}
