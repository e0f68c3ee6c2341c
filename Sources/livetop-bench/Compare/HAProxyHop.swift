/// One hop through HAProxy: as the yardstick, or to put TLS on the load's ends.
struct HAProxyHop {
    var listen: UInt16
    var to: UInt16
    /// Takes TLS from the client side.
    var decrypts: Bool
    /// Speaks TLS to the upstream side, without a look at the certificate: handshakes are not what is measured.
    var encrypts: Bool

    enum Mode: String {
        case http, tcp
    }

    /// Starts an HAProxy for `hop`, on one thread: a proxy loop is what is compared, not the number of loops.
    static func start(_ hop: HAProxyHop, mode: Mode, in workshop: Workshop) throws -> StartedProgram {
        let name = "haproxy-\(hop.listen).cfg"
        let text = hop.configuration(mode, certificate: hop.decrypts ? workshop.certificate?.withKey : nil)
        let file = try workshop.write(text, to: name)
        return try workshop.start([workshop.haproxy ?? "haproxy", "-db", "-f", file])
    }

    private func configuration(_ mode: Mode, certificate: String?) -> String {
        """
        global
            nbthread 1
            maxconn 8000
        defaults
            mode \(mode.rawValue)
            timeout connect 10s
            timeout client 1h
            timeout server 1h
            timeout tunnel 1h
        listen hop
            bind 127.0.0.1:\(listen)\(certificate.map { " ssl crt \($0)" } ?? "")
            server next 127.0.0.1:\(to)\(encrypts ? " ssl verify none sni str(localhost)" : "")

        """
    }
}
