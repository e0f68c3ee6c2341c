import LiveProtocol
import TestSupport
import Testing

@testable import Proxy

/// When the process may open no more files.
@Suite struct DescriptorTests {
    @Test func `so many calls as are promised are possible, also to clients that come at once`() async throws {
        try await withProxy({ $0.limits.connectionCount = 12 }) { proxy, upstream in
            let calls = try (0..<5).map { _ in try proxy.call(upstream) }
            let burst = try (0..<3).map { _ in try Socket.connect(port: proxy.port) }
            #expect(try burst[2].readHead().hasPrefix("HTTP/1.1 503 "))
            for client in burst.prefix(2) { try client.write(RunningProxy.upgradeRequest) }
            let server = try upstream.accept()
            _ = try server.readHead()
            try server.write(RunningProxy.upgradeResponse)
            let answers = try burst.prefix(2).map { try $0.readHead().prefix(12) }
            #expect(Set(answers) == ["HTTP/1.1 101", "HTTP/1.1 503"])
            #expect(proxy.server.gauges.openCalls == 6)
            withExtendedLifetime(calls) {}
        }
    }

    @Test func `a connection to the upstream that failed leaves its place`() async throws {
        let free = try ListeningSocket().port
        try await withProxy({
            $0.limits.connectionCount = 2
            $0.upstream = try Upstream(url: "http://127.0.0.1:\(free)")
        }) { proxy, _ in
            for _ in 0..<4 {
                let client = try Socket.connect(port: proxy.port)
                try client.write(RunningProxy.upgradeRequest)
                #expect(try client.readHead().hasPrefix("HTTP/1.1 502 "))
                withExtendedLifetime(client) {}
                try proxy.wait { $0.server.gauges.openCalls == 0 }
                client.reset()
                try proxy.wait { $0.server.gauges.openConnections == 0 }
            }
        }
    }

    @Test(arguments: [(20_000, 8832), (1024, 396), (64, 4), (0, 4)])
    func `the number of calls follows from the number of files`(files: Int, calls: Int) {
        #expect(FileLimit.callCount(files: files) == calls)
        #expect(FileLimit.callCount(files: .max) > 1 << 40)
    }
}
