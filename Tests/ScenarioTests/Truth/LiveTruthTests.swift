import LiveProtocol
import SessionModel
import Simulator
import TestSupport
import Testing

/// The truth test over real sockets in real time. What is true there is what both ends noted: a frame crossed livetop
/// after its sender let go of it and before its receiver had it.
struct LiveTruthTests {
    @Test func `instants, onsets, backlog and tokens over sockets`() async throws {
        let call = try TruthCall(noise: .pink, snr: 20, pairs: 0..<1)
        let stage = try await LiveStage(call.script, pace: 1, keepsFrames: true)
        var account = Account()
        let outcome = await stage.play(call.script, account: &account)[0]
        await stage.shutdown()
        #expect(outcome.missed == nil)
        let session = try #require(account.fleet.sessions.first)

        let (up, down) = (Direction.clientToServer, Direction.serverToClient)
        let spoken = Crossing.match(account.events, up, from: outcome.frames, to: stage.serverFrames)
        let answered = Crossing.match(account.events, down, from: stage.serverFrames, to: outcome.frames)
        #expect(spoken.count > 400 && answered.count > 30)
        for crossing in spoken + answered {
            #expect(crossing.recorded >= crossing.sent - .milliseconds(5))
            #expect(crossing.recorded <= crossing.received + .milliseconds(5))
        }

        let cut = try #require(session.interruptions.recent.first)
        let interruption = try #require(answered.first { $0.text.contains(#""interrupted""#) })
        #expect(cut.at == interruption.recorded)
        let usage = call.answers.map(\.usage)
        #expect(session.tokens.billedInput.audio == usage.reduce(0) { $0 + Int64($1.promptAudio) })
        #expect(session.tokens.billedOutput.audio == usage.reduce(0) { $0 + Int64($1.responseAudio) })

        let reopened = try stage.reopened(account).fleet.sessions
        let areEqual = reopened == account.fleet.sessions
        #expect(areEqual)
    }
}

/// One frame as its sender, livetop and its receiver saw it.
struct Crossing {
    var sent: Timestamp
    var recorded: Timestamp
    var received: Timestamp
    var text: String

    /// The messages of one direction, in their order. Nothing is lost on loopback, so the first here is the first
    /// there.
    static func match(
        _ events: [WireEvent], _ direction: Direction, from sender: [MockFrame], to receiver: [MockFrame]
    ) -> [Crossing] {
        let recorded = events.compactMap { event -> (at: Timestamp, frame: Frame)? in
            guard case .frame(direction, let frame) = event.kind, frame.opcode.isMessage else { return nil }
            return (event.at, frame)
        }
        let sent = sender.filter { $0.direction == direction && $0.frame.opcode.isMessage }.compactMap(\.at)
        let received = receiver.filter { $0.direction == direction && $0.frame.opcode.isMessage }.compactMap(\.at)
        guard recorded.count == sent.count, sent.count == received.count else { return [] }
        return recorded.indices.map { index in
            let text = String(decoding: recorded[index].frame.payload ?? [], as: UTF8.self)
            return Crossing(sent: sent[index], recorded: recorded[index].at, received: received[index], text: text)
        }
    }
}

extension Opcode {
    fileprivate var isMessage: Bool { self == .text || self == .binary }
}
