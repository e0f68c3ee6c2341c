import LiveProtocol
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Asks the system for a host's addresses, off the event loop, and knows how long that took.
///
/// NIO's own resolver does the same but asks twice and keeps no time.
final class TimedResolver: Resolver, Sendable {
    private let addresses: EventLoopFuture<[SocketAddress]>
    private let measured = NIOLockedValueBox<Duration?>(nil)

    init(host: String, port: Int, on eventLoop: any EventLoop, clock: RecordingClock) {
        // An address needs no resolver, and must not wait behind names whose server is slow: the pool is small.
        if let address = try? SocketAddress(ipAddress: host, port: port) {
            addresses = eventLoop.makeSucceededFuture([address])
            return
        }
        let measured = measured
        let askedAt = clock.now()
        addresses = NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) {
            defer { measured.withLockedValue { $0 = clock.now() - askedAt } }
            return try Self.lookUp(host: host, port: port)
        }
    }

    /// Nil until the answer is there, and for an address.
    var duration: Duration? { measured.withLockedValue { $0 } }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        addresses.map { $0.filter { $0.protocol == .inet } }
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        addresses.map { $0.filter { $0.protocol == .inet6 } }
    }

    func cancelQueries() {}

    private static func lookUp(host: String, port: Int) throws -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &first)
        guard status == 0 else { throw NameLookupError(message: String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(first) }
        return sequence(first: first, next: { $0?.pointee.ai_next }).compactMap { entry in
            guard let entry = entry?.pointee, let address = entry.ai_addr else { return nil }
            return switch entry.ai_family {
            case AF_INET:
                address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { SocketAddress($0.pointee, host: host) }
            case AF_INET6:
                address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { SocketAddress($0.pointee, host: host) }
            default: nil
            }
        }
    }
}

/// The resolver's own words for why a name has no address.
struct NameLookupError: Error, Hashable {
    var message: String
}
