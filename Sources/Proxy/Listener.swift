import LiveProtocol
import Logging
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Binds the proxy's addresses, all to one port, and sets up what is accepted.
struct Listener {
    let environment: ProxyEnvironment
    let group: MultiThreadedEventLoopGroup

    struct Bound {
        var channels: [any Channel]
        var addresses: ProxyAddresses
    }

    /// With port 0 the kernel chooses for the first address; where that port is taken on another, it chooses again.
    func bind() async throws -> Bound {
        let configuration = environment.configuration
        let upstreams = [configuration.upstream].compactMap(\.self) + configuration.upstreamRules.map(\.upstream)
        if !configuration.allowsInsecureUpstream,
            let insecure = upstreams.first(where: { !$0.isTLS && !$0.isLoopback })
        {
            throw ProxyStartError.insecureUpstream(origin: insecure.origin)
        }
        let wanted = environment.configuration.port
        for _ in 0..<16 {
            do {
                return try await checked(bindAll(to: wanted))
            } catch ProxyStartError.portInUse where wanted == 0 {
                continue
            }
        }
        return try await checked(bindAll(to: wanted))
    }

    private func bindAll(to wanted: Int) async throws -> Bound {
        var bound = Bound(channels: [], addresses: ProxyAddresses(port: wanted, hosts: []))
        for host in environment.configuration.listenHosts {
            do {
                let channel = try await bootstrap(host: host).bind(host: host, port: bound.addresses.port).get()
                bound.channels.append(channel)
                bound.addresses.hosts.append(host)
                bound.addresses.port = channel.localAddress?.port ?? bound.addresses.port
            } catch {
                if let error = tolerable(error, host: host, hasOthers: !bound.channels.isEmpty) {
                    environment.logger.notice("not listening on \(host): \(error)")
                    continue
                }
                await close(bound)
                throw startError(error, host: host, port: bound.addresses.port)
            }
        }
        return bound
    }

    /// Closes what was bound where it cannot be used.
    private func checked(_ bound: Bound) async throws -> Bound {
        for host in bound.addresses.hosts where !LoopbackName.matches(host) {
            environment.logger.warning("listening on \(host): whoever reaches it can use livetop")
        }
        let configuration = environment.configuration
        let upstreams = [configuration.upstream].compactMap(\.self) + configuration.upstreamRules.map(\.upstream)
        let itself = upstreams.first {
            LoopbackName.matches($0.host.lowercased()) && $0.port == bound.addresses.port
        }
        guard let upstream = itself else { return bound }
        await close(bound)
        throw ProxyStartError.upstreamIsSelf(port: upstream.port)
    }

    /// A listener that does not close is about to go with its process.
    private func close(_ bound: Bound) async {
        for channel in bound.channels { try? await channel.close().get() }
    }

    /// A machine without IPv6 has no `::1`; IPv4 does.
    private func tolerable(_ error: any Error, host: String, hasOthers: Bool) -> String? {
        guard host == "::1", hasOthers, let error = error as? IOError,
            [EADDRNOTAVAIL, EAFNOSUPPORT, EPROTONOSUPPORT].contains(error.errnoCode)
        else { return nil }
        return "this machine has no IPv6"
    }

    private func startError(_ error: any Error, host: String, port: Int) -> ProxyStartError {
        guard let error = error as? IOError else {
            return .cannotListen(host: host, port: port, why: PlainWords.of(error))
        }
        if error.errnoCode == EADDRINUSE { return .portInUse(host: host, port: port) }
        return .cannotListen(host: host, port: port, why: String(cString: strerror(error.errnoCode)))
    }

    private func bootstrap(host: String) -> ServerBootstrap {
        let environment = environment
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pause = AcceptPause { environment.complainOfNoDescriptors() }
                    try channel.pipeline.syncOperations.addHandler(pause)
                }
            }
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.writeBufferWaterMark, value: .relay)
            .childChannelOption(.recvAllocator, value: .relay)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.setUp(channel, environment) }
            }
        guard host.contains(":") else { return bootstrap }
        // Without it `::` would take IPv4's port too.
        return bootstrap.serverChannelOption(
            ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only), value: 1)
    }

    private static func setUp(_ channel: any Channel, _ environment: ProxyEnvironment) throws {
        guard environment.registry.add(client: channel) else {
            environment.complainOfNoRoom()
            channel.writeAndFlush(Problem.noRoom.response(to: nil)).whenComplete { _ in channel.close(promise: nil) }
            return
        }
        let client = ClientHandler(environment: environment)
        try channel.pipeline.syncOperations.addHandlers(PlainOrTLS(environment.serverTLS, client: client), client)
    }
}
