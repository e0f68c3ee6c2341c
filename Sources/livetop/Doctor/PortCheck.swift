import NIOCore
import NIOPosix
import Runtime

/// Whether the proxy can listen where it is asked to.
struct PortCheck {
    var port: UInt16
    var addresses: [String]
    /// The port of the proxy that runs on this data folder, if one does, and its process.
    var running: (pid: Int32, port: Int)?

    func run() async -> [Check] {
        if let running {
            return [.good("port", "livetop (process \(running.pid)) is listening on port \(running.port)")]
        }
        if port == 0 { return [.good("port", "the system will choose one")] }
        for address in addresses {
            if let check = await problem(at: address) { return [check] }
        }
        return [.good("port", "\(port) is free")]
    }

    private func problem(at address: String) async -> Check? {
        do {
            try await bindAndLetGo(address)
            return nil
        } catch let error as IOError {
            return check(address, errno: error.errnoCode, reason: String(cString: strerror(error.errnoCode)))
        } catch {
            return check(address, errno: 0, reason: "the address cannot be used")
        }
    }

    private func check(_ address: String, errno code: CInt, reason: String) -> Check? {
        switch code {
        // A machine without IPv6 is served on IPv4 alone.
        case EADDRNOTAVAIL, EAFNOSUPPORT: address == "::1" ? nil : unusable(address, reason)
        case EADDRINUSE:
            .problem(
                "port", "\(port) is in use by \(PortHolder.find(port: Int(port))?.description ?? "another program")",
                cure: "livetop --port 0 picks a free port and prints it")
        case EACCES:
            .problem("port", "\(port) is reserved for the administrator", cure: "choose a port above 1023")
        default: unusable(address, reason)
        }
    }

    private func unusable(_ address: String, _ reason: String) -> Check {
        .problem("port", "cannot listen on \(address): \(reason)", cure: "name another address with --listen")
    }

    private func bindAndLetGo(_ address: String) async throws {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: address, port: Int(port)).get()
        try await channel.close()
    }
}
