import LiveProtocol
import SessionModel
import Snapshots
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct SessionSortTests {
    @Test func `trouble that can still be mended comes first, history last`() {
        let order = SessionSort().sorted(Staged.alarm.snapshot.summaries.reversed(), at: Staged.now).map(\.tag)
        #expect(order == ["drive-thru", "tutor", "kiosk-lobby", "nightly", "tablet-17", "checkout", "support"])
    }

    @Test func `a bad end is news for two minutes`() {
        #expect(Concern(Staged.cut, at: Staged.now) == .justEndedBadly)
        // goAway is the end of a call that has nothing to come back with, and an ordinary day of one that has.
        #expect(Concern(Staged.leaving, at: Staged.now) == .closing)
        var resumable = Staged.leaving
        (resumable.canResume, resumable.connectionSince) = (true, Staged.now - .seconds(60))
        #expect(Concern(resumable, at: Staged.now) == .leaving)
        #expect(Concern(resumable, at: Staged.now).health.mark == Concern.none.health.mark)
        #expect(Concern(resumable, at: Staged.now + .seconds(29)) == .closing)
        #expect(Concern(Staged.cut, at: Staged.now + .seconds(120)) == .endedBadly)
    }

    @Test func `what was broken in a call that ended well is not taken for fine`() {
        let ended = Staged.closed(Staged.checkout, before: 1, Closure(by: .client, code: CloseCode(rawValue: 1000)))
        #expect(Concern(ended, at: Staged.now, findings: []) == .ended)
        #expect(Concern(ended, at: Staged.now, findings: [StagedFindings.quiet]) == .ended)
        #expect(Concern(ended, at: Staged.now, findings: StagedFindings.all) == .justEndedBadly)
    }

    @Test(arguments: [
        (Closure(by: .client, code: CloseCode(rawValue: 1000)), false), (Closure(by: .server, code: nil), false),
        (Closure(by: .server, code: CloseCode(rawValue: 1001)), false),
        (Closure(by: .server, code: CloseCode(rawValue: 1011)), true), (Closure(by: .transport), true),
        (Closure(by: .proxy), true),
    ])
    func `an end is bad when it was not meant`(closure: Closure, isBad: Bool) {
        #expect(Staged.closed(Staged.checkout, before: 1, closure).endedBadly == isBad)
    }

    @Test(arguments: SessionColumn.ID.allCases)
    func `unknown comes last in either direction`(column: SessionColumn.ID) throws {
        let sessions = Staged.alarm.snapshot.summaries + [Staged.untagged]
        let key = try #require(SessionColumn.named(column)).key
        for isReversed in [false, true] {
            let sorted = SessionSort(column: column, isReversed: isReversed).sorted(sessions, at: Staged.now)
            let unknown = sorted.map { key($0, SessionColumn.Facts(now: Staged.now)) == .unknown }
            #expect(unknown == unknown.sorted { !$0 && $1 })
        }
    }

    @Test(arguments: SeededGenerator.runs(50))
    func `an order does not depend on the order before`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sessions = Staged.many.snapshot.summaries + Staged.alarm.snapshot.summaries.filter { $0.tag == "tutor" }
        let column = ([nil] + SessionColumn.ID.allCases)[Int.random(in: 0...10, using: &random)]
        let sort = SessionSort(column: column, isReversed: random.isOne(in: 2))
        #expect(
            sort.sorted(sessions.shuffled(using: &random), at: Staged.now).map(\.id)
                == sort.sorted(sessions, at: Staged.now).map(\.id))
    }
}
