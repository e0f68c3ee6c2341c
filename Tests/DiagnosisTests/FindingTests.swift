import LiveProtocol
import Testing

@testable import Diagnosis

@Suite struct FindingTests {
    @Test func `a prediction and what comes true of it are the same finding`() {
        let connection = ConnectionID(rawValue: 1)
        let at = Timestamp(nanoseconds: 0)
        var finding = Finding(
            rule: "goaway-ignored", severity: .warning, isPrediction: true, from: at, to: at, connection: connection,
            title: "t", fix: "f")
        let key = finding.key
        finding.isPrediction = false
        finding.severity = .error
        #expect(finding.key == key)
    }

    @Test func `a conversation about music is not measured against the rules of speech`() {
        var call = StagedCall(version: "v1alpha", method: .bidiGenerateMusic)
        call.client(#"{"setup":{"model":"models/lyria-realtime-exp"}}"#)
        call.server(#"{"setupComplete":{}}"#, after: 0.3)
        call.client(#"{"clientContent":{"weightedPrompts":[{"text":"piano","weight":1}]}}"#)
        call.client(#"{"playbackControl":"PLAY"}"#)
        let chunk =
            #"{"data":"\#(Base64.encode([UInt8](repeating: 0, count: 19_200)))","mimeType":"audio/l16;rate=48000;channels=2"}"#
        for _ in 0..<70 { call.server(#"{"serverContent":{"audioChunks":[\#(chunk)]}}"#, after: 10) }
        call.client(#"{"playbackControl":"PAUSE"}"#)
        call.client(#"{"clientContent":{"weightedPrompts":[{"text":"drums"}]}}"#, after: 30)
        #expect(call.findings(after: 60).map(\.rule) == [])
        call.close(1000, by: .client, after: 60)
        #expect(call.findings(after: 1).map(\.rule) == [])
    }

    @Test func `a storm of refusals says what each of them was told`() throws {
        let calls = (1...5).map { number in
            var call = StagedCall(UInt64(number), start: Double(number) * 0.3, isUpgraded: false)
            let reason = #"{"error":{"code":429,"message":"You exceeded your current quota."}}"#
            call.append(.refused(Refusal(status: 429, by: .server, reason: reason)))
            call.append(.closed(Closure(by: .server)))
            return call
        }
        let storm = try #require(calls.all(after: 0).first { $0.rule == "reconnect-storm" })
        #expect(storm.title == "5 connections in 1.2 s, all refused with HTTP 429: ‘You exceeded your current quota’.")
    }

    /// By whichever code; what to do with a handle is no help to a call that has none.
    @Test(arguments: [UInt16(1008), 1011], [false, true])
    func `the cure of a failed service fits what the call had and how it ended`(code: UInt16, hasHandle: Bool) throws {
        var call = StagedCall()
        call.begin(hasHandle ? .resumption : .none)
        if hasHandle { call.handle() }
        call.exchange()
        call.exchange()
        call.close(code, code == 1008 ? "The operation was aborted." : "Internal error encountered.", after: 5)
        let finding = try #require(call.findings().first { $0.rule == "server-internal-error" })
        #expect(finding.title.contains("close \(code)"))
        #expect(!finding.fix.contains("1011"))
        #expect(finding.fix.contains("newest handle") == hasHandle)
        #expect(finding.fix.contains("had no resumption handle") == !hasHandle)
    }

    /// It was asked for, and the service had not come to it.
    @Test func `a call that waits for its first handle is not told to ask for one`() throws {
        var call = StagedCall()
        call.begin(.resumption)
        call.exchange()
        call.close(1011, "Internal error encountered.", after: 5)
        let finding = try #require(call.findings().first { $0.rule == "server-internal-error" })
        #expect(finding.fix.contains("no resumption handle yet"))
        #expect(!finding.fix.contains("sessionResumption"))
    }

    @Test func `severities are in order`() {
        #expect(Severity.allCases == Severity.allCases.sorted())
    }
}
