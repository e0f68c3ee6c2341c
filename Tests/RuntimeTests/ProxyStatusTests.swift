import LiveProtocol
import Snapshots
import Testing

@testable import Runtime

/// What one process tells and another one reads.
@Suite struct ProxyStatusTests {
    private static let full = ProxyStatus(
        pid: 4711, port: 8910, version: "0.1.0", command: "run", capture: "no-audio", upstream: "http://localhost:1",
        openCalls: 3, framesPerSecond: 12.5, droppedFrames: 7, waitingFrames: 8, recorderProblem: "disk full",
        recorderLoss: "livetop.db was removed", exportProblems: ["a does not answer", "b"],
        overheadP50Microseconds: 61.5, overheadP99Microseconds: 480,
        refusedCertificates: 2, sinceRefusedCertificateSeconds: 0.5, openedTunnels: 3, passedTunnels: 4,
        refusedTunnels: 5, faults: "reset for tag shop",
        faultList: [RunningFault(number: 3, fault: "reset", phase: .active, whom: "tag shop", hits: 2)])

    private static let bare = ProxyStatus(
        pid: 1, port: 0, version: "0.1.0", command: "serve", capture: "off", upstream: "x", openCalls: 0,
        framesPerSecond: nil, droppedFrames: 0)

    private static func read(_ json: JSONValue) throws -> ProxyStatus? {
        ProxyStatus(try JSONDocument(json.utf8).root)
    }

    @Test(arguments: [full, bare])
    func `all of it arrives, and what is unknown stays unknown`(status: ProxyStatus) throws {
        #expect(try Self.read(status.json) == status)
    }

    @Test(arguments: ["pid", "port", "version", "command", "capture", "upstream"])
    func `without what every livetop tells it is no status`(key: String) throws {
        guard case .object(let members) = Self.full.json else { return #expect(Bool(false), "no object") }
        #expect(try Self.read(.object(members.filter { $0.name != key })) == nil)
    }

    @Test(arguments: [Int64.min, -1 << 31 - 1, 1 << 31, .max])
    func `a process number that is none is refused`(pid: Int64) throws {
        guard case .object(let members) = Self.full.json else { return #expect(Bool(false), "no object") }
        let wrong = members.map { $0.name == "pid" ? JSONValue.Member("pid", .integer(pid)) : $0 }
        #expect(try Self.read(.object(wrong)) == nil)
    }
}
