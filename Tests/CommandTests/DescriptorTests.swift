import Corpus
import Foundation
import Simulator
import Testing

/// What happens to clients and calls when there are more connections than the process may open files for.
@Suite struct DescriptorTests {
    @Test func `a crowd beyond the file limit is refused, calls go on, and it is said once`() async throws {
        let stage = try await CallStage(through: #"ulimit -n 60; exec "$0" "$@""#)
        let call = Task { await stage.play(.voiceTalk(turns: 3), tag: "running") }
        while stage.framesAtService < 20 { await Task.yield() }
        var crowd: [Int32] = []
        for _ in 0..<90 { crowd.append(try connect(to: stage.port)) }
        while !stage.proxy.complaint.contains("the file limit allows no more") {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(await call.value.missed == nil, "a running call must not notice")
        for descriptor in crowd { close(descriptor) }
        var later = await stage.play(.textTalk(turns: 1), tag: "later")
        // It takes livetop a moment to notice that the crowd has gone.
        for _ in 0..<50 where later.missed != nil {
            try await Task.sleep(for: .milliseconds(100))
            later = await stage.play(.textTalk(turns: 1), tag: "later")
        }
        #expect(later.missed == nil)
        #expect(await stage.end() == 128 + SIGTERM)
        let complaint = stage.proxy.complaint
        #expect(complaint.components(separatedBy: "the file limit allows no more").count == 2, "\(complaint)")
    }

    /// A connection that says nothing.
    private func connect(to port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(status == 0, "errno \(errno)")
        return descriptor
    }
}
