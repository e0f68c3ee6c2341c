import FoundationEssentials
import Glibc

/// What the load driver tells the upstream, past the proxy, and the report that answers each command.
enum UpstreamControl: String {
    case openWindow, closeWindow, silence, report

    /// The command in a request head; nil when it asks for a WebSocket.
    init?(_ head: String) {
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ")
        guard words.count > 1, words[1].hasPrefix("/bench/") else { return nil }
        self.init(rawValue: String(words[1].dropFirst("/bench/".count)))
    }

    func reply(with report: SideReport) -> String {
        let body = (try? JSONEncoder().encode(report)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        return "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    /// Sends the command over a connection of its own and waits for the answer.
    func send(toPort port: UInt16) throws -> SideReport {
        let socket = try LoopbackSocket.connect(port: port, isBlocking: true)
        defer { Glibc.close(socket) }
        let request = Array("GET /bench/\(rawValue) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        guard Glibc.send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw BenchError.system("asking the upstream for \(rawValue)")
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(socket, &buffer, buffer.count, 0), count > 0 {
            answer.append(contentsOf: buffer[..<count])
        }
        guard let bodyStart = answer.firstRange(of: "\r\n\r\n".utf8)?.upperBound else {
            throw BenchError("the upstream did not answer \(rawValue)")
        }
        return try JSONDecoder().decode(SideReport.self, from: Data(answer[bodyStart...]))
    }
}

/// The WebSocket handshake with the key and the answer of RFC 6455 §1.3.
enum UpgradeTexts {
    static func request(port: UInt16) -> String {
        """
        GET /ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=bench HTTP/1.1\r
        Host: localhost:\(port)\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        User-Agent: livetop-bench\r
        \r

        """
    }

    static let response = """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
        \r

        """

    static func isAccepted(_ head: String) -> Bool { head.hasPrefix("HTTP/1.1 101") }
}
