import Foundation
import Testing

/// The socket of a running proxy, asked with bare system calls.
struct ControlSocketTests {
    @Test func `status answers one line of JSON with the gauges`() async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0"])
        let port = try #require(try serve.json()["port"] as? Int)
        let answer = try Self.ask(program.data + "/livetop.sock", #"{"request":"status"}"# + "\n")
        let document = try #require(JSONSerialization.jsonObject(with: answer) as? [String: Any])
        #expect(document["ok"] as? Bool == true)
        let status = try #require(document["status"] as? [String: Any])
        #expect(status["port"] as? Int == port)
        #expect(status["pid"] as? Int32 == serve.pid)
        #expect(status["command"] as? String == "serve")
        #expect(status["openCalls"] as? Int == 0)
        #expect(status["droppedFrames"] as? Int == 0)
    }

    @Test(arguments: ["hello", "{}", #"{"request":"selfdestruct"}"#, #"{"request":7}"#, "[[[["])
    func `what is no known request is answered with an error`(request: String) async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0"])
        _ = try serve.line()
        let answer = try Self.ask(program.data + "/livetop.sock", request + "\n")
        let document = try #require(JSONSerialization.jsonObject(with: answer) as? [String: Any])
        #expect(document["ok"] as? Bool == false)
    }

    @Test func `a line without an end is cut off, and the proxy goes on`() async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0"])
        _ = try serve.line()
        let path = program.data + "/livetop.sock"
        #expect(try Self.ask(path, String(repeating: "x", count: 5000)).isEmpty)
        #expect(try !Self.ask(path, #"{"request":"status"}"# + "\n").isEmpty)
    }

    @Test func `only the owner may connect, and nothing is left behind`() async throws {
        let program = try Program()
        let serve = try program.start(["serve", "--json", "--port", "0"])
        _ = try serve.line()
        let path = program.data + "/livetop.sock"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        serve.send(SIGTERM)
        _ = await serve.status()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a data folder with a long path has its socket elsewhere`() async throws {
        let program = try Program()
        let folder = program.file(String(repeating: "long", count: 30))
        let serve = try program.start(["serve", "--json", "--port", "0", "--data-dir", folder])
        _ = try serve.line()
        let paths =
            try await program.run(["config", "--json", "--data-dir", folder]).json["paths"] as? [String: String]
        let path = try #require(paths?["control-socket"])
        #expect(path.utf8.count <= 100)
        #expect(try !Self.ask(path, #"{"request":"status"}"# + "\n").isEmpty)
    }

    /// Sends `request` and reads up to the end of a line or of the connection.
    static func ask(_ path: String, _ request: String) throws -> Data {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(socket >= 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(connected == 0, "cannot connect to \(path)")
        _ = request.withCString { send(socket, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        var answer = Data()
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) == 1, byte != UInt8(ascii: "\n") { answer.append(byte) }
        return answer
    }
}
