import Foundation
import LiveProtocol
import Proxy
import Testing

@testable import Drills

/// What a drill says of a client, from connections written down by hand.
@Suite struct DrillTests {
    /// The first connection: a turn, a handle, a reset that was asked for.
    private static func broken(fault: String = "resets the connection") -> WrittenLeg {
        var leg = WrittenLeg(1, at: 0)
        leg.client(#"{"setup":{"model":"models/x","sessionResumption":{}}}"#, at: 0.1)
        leg.client(#"{"realtimeInput":{"text":"Hello?"}}"#, at: 0.2)
        leg.server(#"{"sessionResumptionUpdate":{"newHandle":"old","resumable":true}}"#, at: 0.3)
        leg.server(#"{"sessionResumptionUpdate":{"newHandle":"new","resumable":true}}"#, at: 0.4)
        leg.server(#"{"serverContent":{"modelTurn":{"parts":[{"text":"Good day"}]},"turnComplete":true}}"#, at: 0.5)
        leg.append(.fault(FaultNote(fault: "reset@1turn", text: fault)), at: 1)
        leg.append(.closed(Closure(by: .proxy, detail: "injected: reset@1turn")), at: 1)
        return leg
    }

    private static func next(_ setup: String, at seconds: Double = 1.5) -> WrittenLeg {
        var leg = WrittenLeg(2, at: seconds)
        leg.client(#"{"setup":{"model":"models/x"\#(setup)}}"#, at: seconds + 0.1)
        return leg
    }

    private static func verdict(_ legs: [WrittenLeg], _ name: String = "reset", exit code: Int32? = 0) throws
        -> DrillVerdict
    {
        DrillVerdict(try FaultScenario.named(name), DrillFindings(legs.flatMap(\.events)), exitCode: code)
    }

    @Test(arguments: [
        (#","sessionResumption":{"handle":"new"}"#, DrillFindings.Handle.newest, true),
        (#","sessionResumption":{"handle":"old"}"#, .older, false), ("", .none, false),
    ])
    func `a client that resumes is told from one that does not`(
        setup: String, handle: DrillFindings.Handle, isPassed: Bool
    ) throws {
        let verdict = try Self.verdict([Self.broken(), Self.next(setup)])
        #expect(verdict.findings.handle == handle)
        #expect(verdict.findings.reconnectedIn == .milliseconds(510))
        #expect(verdict.isPassed == isPassed)
    }

    @Test func `who does not come back fails, and so does who comes back late or ends badly`() throws {
        #expect(try Self.verdict([Self.broken()]).checks.first?.detail == "no connection came after the break")
        let handle = #","sessionResumption":{"handle":"new"}"#
        #expect(try !Self.verdict([Self.broken(), Self.next(handle, at: 9)]).isPassed)
        #expect(try !Self.verdict([Self.broken(), Self.next(handle)], exit: 3).isPassed)
    }

    @Test func `a fault that never came is no success`() throws {
        let verdict = try Self.verdict([WrittenLeg(1, at: 0)])
        #expect(verdict.checks.map(\.detail) == ["it never came: the client ended before its moment (reset@2turns)"])
        #expect(!verdict.isPassed && !verdict.isTested)
        let report = DrillReport([verdict], folder: "/data")
        #expect(report.text.contains("reset     not tested"))
        #expect(!report.text.contains("FAILED") && report.text.contains("two turns of the model"))
        #expect(report.text.contains("0 of 1 as a good client, 1 not tested; recorded in /data"))
        #expect(!report.isPassed && !report.isFailed)
        #expect(report.json["scenarios"]?.array?.first?["tested"]?.bool == false)
        #expect(report.junit.contains("failures=\"0\" errors=\"1\""))
    }

    @Test func `what is said twice is counted, and a call that nobody answers`() throws {
        var first = Self.broken()
        first.server(#"{"toolCall":{"functionCalls":[{"id":"c-1","name":"f","args":{}}]}}"#, at: 0.9)
        var second = Self.next(#","sessionResumption":{"handle":"new"}"#)
        second.client(#"{"realtimeInput":{"text":"Hello?"}}"#, at: 2)
        second.server(#"{"serverContent":{"modelTurn":{"parts":[{"text":"Good day"}]},"turnComplete":true}}"#, at: 3)
        let verdict = try Self.verdict([first, second])
        #expect(verdict.findings.sentTwice == 1)
        #expect(verdict.findings.askedTwice == 1)
        #expect(verdict.findings.openToolCalls == 1)
        #expect(verdict.checks.filter { !$0.isPassed }.map(\.name) == ["tools", "once"])
    }

    @Test func `the hole in the audio is measured where the user was being heard`() throws {
        var first = WrittenLeg(1, at: 0)
        first.client(#"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"AAAA"}}}"#, at: 0.9)
        first.append(.fault(FaultNote(fault: "reset", text: "resets the connection")), at: 1)
        first.append(.closed(Closure(by: .proxy, detail: "injected: reset")), at: 1)
        var second = Self.next("")
        second.client(#"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"AAAA"}}}"#, at: 2)
        #expect(DrillFindings((first.events + second.events)).audioLost == .milliseconds(1100))
        #expect(DrillFindings((Self.broken().events + second.events)).audioLost == nil)
    }

    @Test func `programs and CI read the same verdict`() throws {
        let report = DrillReport([try Self.verdict([Self.broken()])], folder: "/data")
        #expect(report.json["passed"]?.bool == false)
        #expect(report.json["schema"]?.string == "livetop.drill/1")
        #expect(report.junit.contains("failures=\"2\""))
        #expect(report.text.contains("FAILED") && report.isFailed)
        #expect(report.text.components(separatedBy: "no connection came after the break").count == 2)
        #expect(report.text.contains("0 of 1 as a good client; recorded in /data"))
    }
}

/// One connection, written down.
private struct WrittenLeg {
    private let id: ConnectionID
    private(set) var events: [WireEvent] = []

    init(_ number: UInt64, at seconds: Double) {
        id = ConnectionID(rawValue: number)
        let info = ConnectionInfo(
            tag: nil, endpoint: Endpoint(surface: .geminiAPI, version: "v1", method: .bidiGenerateContent), target: "/",
            upstream: "", headers: [], isTLS: false, removedExtensions: nil)
        append(.opened(info), at: seconds)
        append(.upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings())), at: seconds + 0.01)
    }

    mutating func client(_ json: String, at seconds: Double) {
        append(.frame(.clientToServer, Frame(.text, Array(json.utf8))), at: seconds)
    }

    mutating func server(_ json: String, at seconds: Double) {
        append(.frame(.serverToClient, Frame(.binary, Array(json.utf8))), at: seconds)
    }

    mutating func append(_ kind: WireEvent.Kind, at seconds: Double) {
        events.append(WireEvent(connection: id, sequence: Int64(events.count), at: .seconds(seconds), kind: kind))
    }
}
