import Glibc

/// TCP sockets on 127.0.0.1. Nothing here can reach another machine.
enum LoopbackSocket {
    static func listen(port: UInt16, isBlocking: Bool = false) throws(BenchError) -> Int32 {
        let listener = try open(isBlocking: isBlocking)
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard address(port, { bind(listener, $0, $1) }) == 0, Glibc.listen(listener, 4096) == 0 else {
            throw .system("listening on port \(port)")
        }
        return listener
    }

    static func connect(port: UInt16, isBlocking: Bool = false) throws(BenchError) -> Int32 {
        let socket = try open(isBlocking: isBlocking)
        let result = address(port) { Glibc.connect(socket, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else { throw .system("connecting to port \(port)") }
        return socket
    }

    static func port(of listener: Int32) -> UInt16 {
        var name = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutableBytes(of: &name) {
            getsockname(listener, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
        }
        return UInt16(bigEndian: name.sin_port)
    }

    /// A port that was free a moment ago, for servers that cannot choose one themselves.
    static func freePort() throws(BenchError) -> UInt16 {
        let listener = try listen(port: 0)
        defer { Glibc.close(listener) }
        return port(of: listener)
    }

    static func accept(_ listener: Int32) -> Int32? {
        let socket = Glibc.accept(listener, nil, nil)
        guard socket >= 0, fcntl(socket, F_SETFL, O_NONBLOCK) == 0 else { return nil }
        disableDelay(socket)
        return socket
    }

    private static func open(isBlocking: Bool) throws(BenchError) -> Int32 {
        let flags = Int32(SOCK_CLOEXEC.rawValue) | (isBlocking ? 0 : Int32(SOCK_NONBLOCK.rawValue))
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | flags, 0)
        guard socket >= 0 else { throw .system("opening a socket") }
        disableDelay(socket)
        return socket
    }

    private static func disableDelay(_ socket: Int32) {
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func address(
        _ port: UInt16, _ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int32
    ) -> Int32 {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafeBytes(of: &name) {
            body($0.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
