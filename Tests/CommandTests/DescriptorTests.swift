import Foundation
import Glibc
import Testing

/// A proxy that may open no more files.
struct DescriptorTests {
    @Test func `connections wait, it is said once, and they are served when there are descriptors again`() async throws
    {
        let serve = try Program().start(["serve", "--json", "--port", "0", "--upstream", "http://127.0.0.1:1"])
        let port = try #require(try serve.json()["port"] as? Int)
        // Descriptors are given out from below: without the first that is free there is none.
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(serve.pid)/fd").compactMap(Int.init)
        let free = (0...).first { !open.contains($0) } ?? 0
        try limitFiles(of: serve.pid, to: "\(free):")
        let clients = try (0..<4).map { _ in try ControlStage.connect(port: port) }
        defer { clients.forEach { close($0) } }
        try await wait { serve.complaint.contains("no descriptors are left") }
        let before = try ticks(of: serve.pid)
        // Several more attempts: the loop must not be busy with them.
        try await Task.sleep(for: .seconds(1))
        let spent = try ticks(of: serve.pid) - before
        #expect(spent < sysconf(Int32(_SC_CLK_TCK)) / 2, "\(spent) ticks")
        try limitFiles(of: serve.pid, to: "1024:")
        for client in clients {
            let answer = try ControlStage.ask(client, "GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 421 "))
        }
        #expect(serve.complaint.split(separator: "\n").count { $0.contains("no descriptors are left") } == 1)
    }

    /// - Parameter limits: the soft one and a colon.
    private func limitFiles(of pid: Int32, to limits: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["prlimit", "--pid", "\(pid)", "--nofile=\(limits)"]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    /// Processor time so far, user's and system's, in clock ticks.
    private func ticks(of pid: Int32) throws -> Int {
        let fields =
            try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
            .split(separator: ")").last?.split(separator: " ") ?? []
        return [11, 12].compactMap { fields.count > $0 ? Int(fields[$0]) : nil }.reduce(0, +)
    }

    private func wait(until condition: () -> Bool) async throws {
        for _ in 0..<500 where !condition() { try await Task.sleep(for: .milliseconds(20)) }
        try #require(condition())
    }
}

/// Sockets for requests by hand.
private enum ControlStage {
    static func connect(port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0)
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return descriptor
    }

    /// The beginning of the answer.
    static func ask(_ descriptor: Int32, _ request: String) throws -> String {
        let bytes = Array(request.utf8)
        try #require(send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
        var answer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &answer, answer.count, 0)
        return String(decoding: answer.prefix(max(0, count)), as: UTF8.self)
    }
}
