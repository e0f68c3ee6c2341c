import Foundation
import LiveProtocol

/// A blocking socket of the simplest kind, for a client and a service that send exactly what a test says.
final class SecretsPeer {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    static func connect(to port: Int) throws -> SecretsPeer {
        let peer = SecretsPeer(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = loopback(port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(peer.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw PeerError(description: "cannot connect: \(errno)") }
        return peer
    }

    /// A listener on a free port, and the port.
    static func listen() throws -> (listener: SecretsPeer, port: Int) {
        let peer = SecretsPeer(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(peer.descriptor, $0, length) + Foundation.listen(peer.descriptor, 64)
                    + getsockname(peer.descriptor, $0, &length)
            }
        }
        guard status == 0 else { throw PeerError(description: "cannot listen: \(errno)") }
        return (peer, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Nil when `client` is answered before anybody comes here.
    func accept(for client: SecretsPeer) throws -> SecretsPeer? {
        var waits = [self, client].map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        guard poll(&waits, 2, 10_000) > 0 else { throw PeerError(description: "neither a call nor an answer") }
        return waits[0].revents == 0 ? nil : try accept()
    }

    /// Drops what has arrived.
    func drain() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 {}
    }

    private func accept() throws -> SecretsPeer {
        let accepted = Foundation.accept(descriptor, nil, nil)
        guard accepted >= 0 else { throw PeerError(description: "nobody came: \(errno)") }
        return SecretsPeer(accepted)
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw PeerError(description: "cannot send: \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// Up to the end of a head; what follows may come with it.
    func readHead() throws {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            var byte: UInt8 = 0
            guard recv(descriptor, &byte, 1, 0) == 1 else { throw PeerError(description: "no head: \(bytes.count)") }
            bytes.append(byte)
        }
    }

    /// Until the other side ends the connection, or `count` bytes have come.
    func readToEnd(upTo count: Int = .max) throws {
        var left = count
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while left > 0 {
            let limit = min(left, buffer.count)
            let received = recv(descriptor, &buffer, limit, 0)
            guard received > 0 else { return }
            left -= received
        }
    }

    func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}

struct PeerError: Error, CustomStringConvertible {
    var description: String
}
