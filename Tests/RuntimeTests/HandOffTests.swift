import Foundation
import Snapshots
import Testing

@testable import Runtime

/// What one thread leaves for another.
@Suite struct HandOffTests {
    @Test func `a value is made anew only for somebody who looks`() {
        let latest = LatestSnapshot(1)
        #expect(latest.isWanted)
        latest.publish(2)
        #expect(!latest.isWanted)
        #expect(latest.take() == 2)
        #expect(latest.isWanted)
    }

    @Test func `a thread is waited for, more than once`() {
        let mayEnd = DispatchSemaphore(value: 0)
        let thread = JoinableThread(named: "test") { mayEnd.wait() }
        #expect(!thread.join(within: .zero))
        mayEnd.signal()
        thread.join()
        #expect(thread.join(within: .zero))
    }

    @Test func `the log keeps the latest lines, numbered, without keys`() throws {
        let log = ProcessLog()
        for line in 1...1_003 { log.note("line \(line)") }
        log.note("the key is AIzaSyA-0123456789abcdefghijklmnopqrstuv")
        #expect(log.lines.count == 1_000)
        #expect(log.lines.first?.text == "line 5")
        let last = try #require(log.lines.last)
        #expect(last.number == 1_004)
        #expect(!last.text.contains("0123456789"))
    }
}
