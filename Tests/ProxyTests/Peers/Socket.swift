import Glibc

/// A blocking TCP socket: an independent peer that does exactly what a test says, and nothing else.
///
/// Every call gives up after ten seconds with an error, so that a broken promise fails instead of hanging.
final class Socket: Sendable {
    let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { Glibc.close(descriptor) }

    /// `receiveBuffer` limits what the kernel takes for a reader that does not read.
    static func connect(port: Int, receiveBuffer: Int32? = nil) throws -> Socket {
        let socket = Socket(descriptor: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        if var size = receiveBuffer {
            setsockopt(socket.descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in.loopback(port: port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw SocketError("connect") }
        return socket
    }

    func write(_ bytes: some Collection<UInt8>) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw SocketError("send") }
            rest = rest.dropFirst(count)
        }
    }

    func write(_ text: String) throws { try write(text.utf8) }

    /// Writes without waiting; returns how many bytes the kernel took.
    func writeWhatFits(_ bytes: [UInt8]) -> Int {
        max(0, bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT)) })
    }

    /// What is there, at least one byte; empty at the end of the stream.
    func read(upTo limit: Int = 65_536) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw SocketError("recv") }
        return Array(bytes[..<count])
    }

    func read(exactly count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try read(upTo: min(count - bytes.count, 65_536))
            guard !more.isEmpty else { throw SocketError("end after \(bytes.count) of \(count) bytes", errno: 0) }
            bytes += more
        }
        return bytes
    }

    /// Up to and including `end`.
    func read(through end: String) throws -> String {
        var bytes: [UInt8] = []
        while !bytes.suffix(end.utf8.count).elementsEqual(end.utf8) { bytes += try read(exactly: 1) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func readHead() throws -> String { try read(through: "\r\n\r\n") }

    func readToEnd() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = try read()
            if more.isEmpty { return bytes }
            bytes += more
        }
    }

    func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Ends with RST.
    func reset() {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
        // The descriptor stays valid until `deinit`: connecting to nowhere is how a socket is reset without closing it.
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        Glibc.connect(descriptor, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
    }
}

/// Listens on a free port of 127.0.0.1.
final class ListeningSocket: Sendable {
    let port: Int
    private let socket: Socket

    init() throws {
        socket = Socket(descriptor: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = socket.descriptor
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) + listen(descriptor, 64) + getsockname(descriptor, $0, &length)
            }
        }
        guard status == 0 else { throw SocketError("listen") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    func accept() throws -> Socket {
        let descriptor = Glibc.accept(socket.descriptor, nil, nil)
        guard descriptor >= 0 else { throw SocketError("accept") }
        return Socket(descriptor: descriptor)
    }
}

struct SocketError: Error, Equatable {
    var what: String
    var errno: Int32

    init(_ what: String, errno: Int32 = Glibc.errno) {
        self.what = what
        self.errno = errno
    }

    var isReset: Bool { errno == ECONNRESET || errno == EPIPE }
}

extension sockaddr_in {
    fileprivate static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}

/// For the few places where nothing happening is what a test waits for.
func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
